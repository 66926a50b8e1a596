using System.Text;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>Reads the roll-ups.</summary>
internal sealed class RollupRows(SqliteStatements statements)
{
    private readonly SqliteStatement _figures = statements.Prepare("SELECT block, value, direction, figures FROM rollups WHERE kind = ?1 AND block BETWEEN ?2 AND ?3");
    private readonly SqliteStatement _numbers = statements.Prepare("SELECT id, entries FROM number_counts WHERE id BETWEEN ?1 AND ?2");

    /// <inheritdoc cref="IRollups.AddFigures"/>
    public void AddFigures(RollupKind kind, long from, long to, FiguresTarget targetOf)
    {
        try
        {
            _figures.Bind((long)kind).Bind(RollupTable.PlaceOf(from).Block).Bind(RollupTable.PlaceOf(to - 1).Block);
            while (_figures.Read())
            {
                var first = _figures.Number(0) * RollupTable.QuartersInRow;
                var key = new RollupKey(kind, Encoding.UTF8.GetString(_figures.Blob(1)), Encoding.UTF8.GetString(_figures.Blob(2)));
                CallFiguresFormat.AddTo(_figures.Blob(3), (quarter, calls, missed) =>
                    first + quarter >= from && first + quarter < to ? targetOf(key, first + quarter, calls, missed) : null);
            }
        }
        finally
        {
            _figures.Reset();
        }
    }

    /// <inheritdoc cref="IRollups.ReadNumbers"/>
    public void ReadNumbers(long from, long to, Action<NumberCount, int, int> visit)
    {
        try
        {
            _numbers.Bind(NumberCountTable.FirstId(RollupTable.PlaceOf(from).Block)).Bind(NumberCountTable.FirstId(RollupTable.PlaceOf(to - 1).Block + 1) - 1);
            while (_numbers.Read())
            {
                var first = (_numbers.Number(0) >> NumberCountTable.RowBits) * RollupTable.QuartersInRow;
                for (var entries = _numbers.Blob(1); entries.Length >= NumberCount.Bytes; entries = entries[NumberCount.Bytes..])
                {
                    var (count, calls, missed) = NumberCount.Read(entries);
                    if (first + count.Quarter >= from && first + count.Quarter < to)
                    {
                        visit(count, calls, missed);
                    }
                }
            }
        }
        finally
        {
            _numbers.Reset();
        }
    }
}
