using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// How often each number called, as a log of changes: numbers are too many for a row each, of which every call would write one
/// anywhere in the table. The changes of eight hours are in rows of some 180, filled one by one; who reads sums them up.
/// </summary>
internal sealed class NumberCountTable(SqliteStatements statements)
{
    /// <summary>Bits of a row's id below those of its eight hours.</summary>
    public const int RowBits = 20;

    private const int MaxBytes = 180 * NumberCount.Bytes;

    private readonly SqliteStatement _last = statements.Prepare("SELECT id, entries FROM number_counts WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1");
    private readonly SqliteStatement _write = statements.Prepare("INSERT OR REPLACE INTO number_counts (id, entries) VALUES (?1, ?2)");
    private readonly byte[] _entries = new byte[MaxBytes];

    /// <summary>The id of the first row of a block of eight hours.</summary>
    public static long FirstId(long block) => block << RowBits;

    /// <summary>Writes the changes of each eight hours.</summary>
    public void Write(Dictionary<long, Dictionary<NumberCount, (int Calls, int Missed)>> changes)
    {
        foreach (var (block, numbers) in changes)
        {
            Write(block, numbers);
        }
    }

    private void Write(long block, Dictionary<NumberCount, (int Calls, int Missed)> changes)
    {
        var (id, length) = ReadLast(block);
        foreach (var (count, (calls, missed)) in changes)
        {
            for (var (restCalls, restMissed) = (calls, missed); restCalls != 0 || restMissed != 0;)
            {
                if (length == MaxBytes)
                {
                    _write.Bind(id++).Bind(_entries.AsSpan()).Execute();
                    length = 0;
                }

                var (nowCalls, nowMissed) = (Math.Clamp(restCalls, sbyte.MinValue, sbyte.MaxValue), Math.Clamp(restMissed, sbyte.MinValue, sbyte.MaxValue));
                count.Write(_entries.AsSpan(length, NumberCount.Bytes), (sbyte)nowCalls, (sbyte)nowMissed);
                (restCalls, restMissed, length) = (restCalls - nowCalls, restMissed - nowMissed, length + NumberCount.Bytes);
            }
        }

        if (length > 0)
        {
            _write.Bind(id).Bind(_entries.AsSpan(0, length)).Execute();
        }
    }

    private (long Id, int Length) ReadLast(long block)
    {
        try
        {
            if (!_last.Bind(FirstId(block)).Bind(FirstId(block + 1) - 1).Read())
            {
                return (FirstId(block), 0);
            }

            var entries = _last.Blob(1);
            if (entries.Length > MaxBytes || entries.Length % NumberCount.Bytes != 0)
            {
                throw new InvalidDataException("The counts of numbers are damaged.");
            }

            entries.CopyTo(_entries);
            return (_last.Number(0), entries.Length);
        }
        finally
        {
            _last.Reset();
        }
    }
}
