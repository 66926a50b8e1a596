using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>The writing side of the roll-ups: for each key a row of eight hours.</summary>
internal sealed class RollupTable(SqliteStatements statements)
{
    private readonly SqliteStatement _read = statements.Prepare("SELECT figures FROM rollups WHERE kind = ?1 AND block = ?2 AND value = ?3 AND direction = ?4");
    private readonly SqliteStatement _write = statements.Prepare("INSERT OR REPLACE INTO rollups (kind, block, value, direction, figures) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly SqliteStatement _delete = statements.Prepare("DELETE FROM rollups WHERE kind = ?1 AND block = ?2 AND value = ?3 AND direction = ?4");
    private readonly NumberCountTable _numbers = new(statements);
    private readonly RollupChanges _changes = new();

    /// <inheritdoc cref="RollupChanges.Replace"/>
    public void Replace(JudgedCall? before, JudgedCall after) => _changes.Replace(before, after);

    /// <summary>Writes the changes.</summary>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public void Write()
    {
        foreach (var ((key, block), quarters) in _changes.Figures)
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

        _numbers.Write(_changes.Numbers);
        _changes.Clear();
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
