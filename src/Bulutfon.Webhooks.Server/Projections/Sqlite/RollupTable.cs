using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// The writing side of the roll-ups: for each key a row of eight hours, which holds the figures of its quarter hours. A row a quarter
/// would cost a month's reading tens of thousands of rows; a row a day, each event's writing three times the bytes. When a call
/// changes, what it added before is taken away and what it adds now is added, so the rows are those that the final calls give, by
/// whatever way they became what they are. The changes of a batch are summed up first; then a row is read and written once.
/// </summary>
internal sealed class RollupTable(SqliteStatements statements)
{
    /// <summary>How many quarter hours a row holds.</summary>
    public const int QuartersInRow = 32;

    private readonly SqliteStatement _read = statements.Prepare("SELECT figures FROM rollups WHERE kind = ?1 AND block = ?2 AND value = ?3 AND direction = ?4");
    private readonly SqliteStatement _write = statements.Prepare("INSERT OR REPLACE INTO rollups (kind, block, value, direction, figures) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly SqliteStatement _delete = statements.Prepare("DELETE FROM rollups WHERE kind = ?1 AND block = ?2 AND value = ?3 AND direction = ?4");
    private readonly NumberCountTable _numbers = new(statements);
    private readonly Dictionary<(RollupKey Key, long Block), Dictionary<int, CallFigures>> _changes = [];

    /// <summary>Counts a call as it is now instead of as it was.</summary>
    public void Replace(JudgedCall? before, JudgedCall after)
    {
        var added = CallContribution.Of(after);
        if (before is not null)
        {
            var taken = CallContribution.Of(before);
            if (taken.IsLike(added))
            {
                return;
            }

            Add(taken, -1);
        }

        Add(added, 1);
    }

    /// <summary>Writes the changes.</summary>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public void Write()
    {
        foreach (var ((key, block), quarters) in _changes)
        {
            if (quarters.Values.All(change => change.IsEmpty))
            {
                continue;
            }

            var bytes = Merge(key, block, quarters);
            if (bytes.Length == 0)
            {
                Bind(_delete, key, block).Execute();
            }
            else
            {
                Bind(_write, key, block).Bind(bytes).Execute();
            }
        }

        _changes.Clear();
        _numbers.Write();
    }

    private void Add(CallContribution call, int times)
    {
        var (block, quarter) = PlaceOf(QuarterHour.Of(call.StartedAt));
        foreach (var key in call.Keys)
        {
            ref var quarters = ref CollectionsMarshal.GetValueRefOrAddDefault(_changes, (key, block), out _);
            ref var figures = ref CollectionsMarshal.GetValueRefOrAddDefault(quarters ??= [], quarter, out _);
            (figures ??= new CallFigures()).Add(call, times);
        }

        if (call.Number is { } number)
        {
            _numbers.Add(block, new NumberCount(NumberCount.CodeOf(number), (byte)quarter, call.IsOutbound), times, call.IsMissed ? times : 0);
        }
    }

    /// <summary>The row of a quarter hour, and its place in there.</summary>
    public static (long Block, int Quarter) PlaceOf(long quarter)
    {
        var place = (int)(((quarter % QuartersInRow) + QuartersInRow) % QuartersInRow);
        return ((quarter - place) / QuartersInRow, place);
    }

    private byte[] Merge(RollupKey key, long block, Dictionary<int, CallFigures> quarters)
    {
        try
        {
            return CallFiguresFormat.Merge(Bind(_read, key, block).Read() ? _read.Blob(0) : [], quarters);
        }
        finally
        {
            _read.Reset();
        }
    }

    private static SqliteStatement Bind(SqliteStatement statement, RollupKey key, long block) =>
        statement.Bind((long)key.Kind).Bind(block).Bind(key.Value).Bind(key.Direction);
}
