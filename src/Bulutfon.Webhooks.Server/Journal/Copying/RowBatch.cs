namespace Bulutfon.Webhooks.Server.Journal.Copying;

/// <summary>Rows that are committed together: few enough to be in memory, and enough that the disk is seldom waited for.</summary>
internal static class RowBatch
{
    public const int MostRows = 10_000;

    private const long MostBytes = 8L * 1024 * 1024;

    public static async IAsyncEnumerable<IReadOnlyList<object?[]>> OfAsync(IAsyncEnumerable<object?[]> rows, int mostRows = MostRows)
    {
        var (batch, bytes) = (new List<object?[]>(), 0L);
        await foreach (var row in rows)
        {
            batch.Add(row);
            bytes += row.Sum(value => (value as byte[])?.Length ?? 0L);
            if (batch.Count == mostRows || bytes >= MostBytes)
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
