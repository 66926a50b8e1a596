using System.Text;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Npgsql;
using NpgsqlTypes;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>What one batch of events changes in the roll-ups, each row read and written once. Runs in the caller's transaction.</summary>
internal sealed class RollupBatch(string schema)
{
    private readonly RollupChanges _changes = new();

    /// <inheritdoc cref="RollupChanges.Replace"/>
    public void Replace(JudgedCall? before, JudgedCall after) => _changes.Replace(before, after);

    /// <summary>Writes the changes.</summary>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public void Write(NpgsqlConnection connection)
    {
        var rows = _changes.Figures.Where(change => change.Value.Values.Any(figures => !figures.IsEmpty))
            .Select(change => new Row(change.Key.Key, change.Key.Block, change.Value)).ToList();
        if (rows.Count > 0)
        {
            Merge(connection, rows);
            Write(connection, [.. rows.Where(row => row.Figures.Length > 0)]);
            Delete(connection, [.. rows.Where(row => row.Figures.Length == 0)]);
        }

        WriteNumbers(connection);
    }

    private void Merge(NpgsqlConnection connection, List<Row> rows)
    {
        using var command = new NpgsqlCommand(
            $"""
            SELECT g.ordinal, r.figures FROM unnest($1, $2, $3) WITH ORDINALITY AS g (kind, block, identity, ordinal)
            CROSS JOIN LATERAL (SELECT s.figures FROM {schema}.rollups s WHERE s.kind = g.kind AND s.block = g.block AND s.identity = g.identity LIMIT 1) AS r
            """,
            connection);
        AddKeys(command, rows);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                rows[(int)reader.GetInt64(0) - 1].Figures = reader.GetFieldValue<byte[]>(1);
            }
        }

        foreach (var row in rows)
        {
            row.Figures = CallFiguresFormat.Merge(row.Figures, row.Quarters);
        }
    }

    private void Write(NpgsqlConnection connection, List<Row> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {schema}.rollups (kind, block, identity, value, direction, figures) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)
            ON CONFLICT (kind, block, identity) DO UPDATE SET figures = excluded.figures
            """,
            connection);
        AddKeys(command, rows);
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. rows.Select(row => Encoding.UTF8.GetBytes(row.Key.Value))] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. rows.Select(row => Encoding.UTF8.GetBytes(row.Key.Direction))] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. rows.Select(row => row.Figures)] });
        command.ExecuteNonQuery();
    }

    private void Delete(NpgsqlConnection connection, List<Row> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using var command = new NpgsqlCommand(
            $"""
            DELETE FROM {schema}.rollups WHERE ctid = ANY (ARRAY(
                SELECT r.ctid FROM unnest($1, $2, $3) AS g (kind, block, identity)
                CROSS JOIN LATERAL (SELECT s.ctid FROM {schema}.rollups s WHERE s.kind = g.kind AND s.block = g.block AND s.identity = g.identity LIMIT 1) AS r))
            """,
            connection);
        AddKeys(command, rows);
        command.ExecuteNonQuery();
    }

    private static void AddKeys(NpgsqlCommand command, List<Row> rows)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint, Value = rows.Select(row => (short)row.Key.Kind).ToArray() });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. rows.Select(row => row.Block)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. rows.Select(row => row.Identity)] });
    }

    private void WriteNumbers(NpgsqlConnection connection)
    {
        var changes = _changes.Numbers
            .SelectMany(block => block.Value.Select(change => (Quarter: RollupBlock.QuarterOf(block.Key, change.Key.Quarter), Number: change.Key, change.Value)))
            .Where(change => change.Value != (0, 0)).ToList();
        if (changes.Count == 0)
        {
            return;
        }

        using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {schema}.number_counts AS n (quarter, code, is_outbound, calls, missed) SELECT * FROM unnest($1, $2, $3, $4, $5)
            ON CONFLICT (quarter, code, is_outbound) DO UPDATE SET calls = n.calls + excluded.calls, missed = n.missed + excluded.missed
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. changes.Select(change => change.Quarter)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. changes.Select(change => change.Number.Code)] });
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. changes.Select(change => change.Number.IsOutbound)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. changes.Select(change => change.Value.Calls)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. changes.Select(change => change.Value.Missed)] });
        command.ExecuteNonQuery();
    }

    private sealed class Row(RollupKey key, long block, Dictionary<int, CallFigures> quarters)
    {
        public RollupKey Key { get; } = key;

        public long Block { get; } = block;

        /// <summary>The key's texts, which may be longer than an index entry can be.</summary>
        public Guid Identity { get; } = EventIdentity.Of(key.Value, key.Direction, "", contentHash: 0);

        public Dictionary<int, CallFigures> Quarters { get; } = quarters;

        /// <summary>As they are stored, and then with the changes.</summary>
        public byte[] Figures { get; set; } = [];
    }
}
