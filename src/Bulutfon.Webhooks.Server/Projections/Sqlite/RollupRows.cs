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
            _figures.Bind((long)kind).Bind(RollupBlock.PlaceOf(from).Block).Bind(RollupBlock.PlaceOf(to - 1).Block);
            while (_figures.Read())
            {
                var key = new RollupKey(kind, Encoding.UTF8.GetString(_figures.Blob(1)), Encoding.UTF8.GetString(_figures.Blob(2)));
                RollupBlock.AddFigures(key, _figures.Number(0), _figures.Blob(3), from, to, targetOf);
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
            _numbers.Bind(NumberCountTable.FirstId(RollupBlock.PlaceOf(from).Block)).Bind(NumberCountTable.FirstId(RollupBlock.PlaceOf(to - 1).Block + 1) - 1);
            while (_numbers.Read())
            {
                var block = _numbers.Number(0) >> NumberCountTable.RowBits;
                for (var entries = _numbers.Blob(1); entries.Length >= NumberCount.Bytes; entries = entries[NumberCount.Bytes..])
                {
                    var (count, calls, missed) = NumberCount.Read(entries);
                    if (RollupBlock.QuarterOf(block, count.Quarter) is var quarter && quarter >= from && quarter < to)
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
