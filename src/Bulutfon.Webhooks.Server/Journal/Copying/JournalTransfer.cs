namespace Bulutfon.Webhooks.Server.Journal.Copying;

/// <summary>
/// Takes a whole journal over from one store into another, with its ids. What is committed there stays when it is cut off, and the next
/// one goes on behind it: so in the end both are read again as a whole and compared.
/// </summary>
/// <param name="source">The journal, which stays as it is.</param>
/// <param name="target">An empty one, or what an earlier copy left.</param>
/// <param name="mostRows">How many rows are committed together at most.</param>
internal sealed class JournalTransfer(JournalEnd source, JournalEnd target, int mostRows = RowBatch.MostRows)
{
    /// <summary>Copies, without looking whether it was done well.</summary>
    /// <param name="progress">Told how many rows of how many are there.</param>
    /// <exception cref="StartupException">The target holds something else.</exception>
    public async Task CopyAsync(Action<long, long> progress)
    {
        await BeginAsync();
        var (done, all) = (0L, 0L);
        foreach (var table in CopiedTable.Growing)
        {
            all += await source.CountAsync(table);
            done += await target.CountAsync(table);
        }

        progress(done, all);
        foreach (var table in CopiedTable.Growing)
        {
            await foreach (var batch in RowBatch.OfAsync(source.ReadAsync(table, await target.LastIdAsync(table)), mostRows))
            {
                await target.AppendAsync(table, batch);
                progress(done += batch.Count, all);
            }
        }

        await target.ReplaceAsync(source);
    }

    /// <summary>Reads both as a whole, side by side.</summary>
    /// <param name="progress">Told how many rows of how many were read.</param>
    public async Task<IReadOnlyList<(TableDigest Source, TableDigest Target)>> CompareAsync(Action<long, long> progress)
    {
        var (done, all) = (0L, 0L);
        foreach (var table in CopiedTable.All)
        {
            all += await source.CountAsync(table) + await target.CountAsync(table);
        }

        var digests = new List<(TableDigest, TableDigest)>();
        foreach (var table in CopiedTable.All)
        {
            var digest = await Task.WhenAll(DigestAsync(source, table), DigestAsync(target, table));
            digests.Add((digest[0], digest[1]));
        }

        return digests;

        Task<TableDigest> DigestAsync(JournalEnd journal, CopiedTable table) =>
            Task.Run(() => TableDigest.OfAsync(journal, table, rows => progress(Interlocked.Add(ref done, rows), all)));
    }

    private async Task BeginAsync()
    {
        var identity = await source.StateAsync(StateRow.Identity) ?? throw new StartupException($"{source.Name} has no identity: start the server on it once.");
        if (await source.StateAsync(StateRow.Copy) is not null)
        {
            throw new StartupException($"{source.Name} is itself a copy that was not finished.");
        }

        switch (await target.StateAsync(StateRow.Copy))
        {
            case null when await target.IsEmptyAsync():
                await target.MarkAsync(identity);
                break;

            case null:
                throw new StartupException($"{target.Name} is not empty. Nothing is overwritten: choose an empty one.");

            case var begun when begun != identity:
                throw new StartupException($"{target.Name} holds the beginning of a copy of another journal. Choose an empty one.");
        }
    }
}
