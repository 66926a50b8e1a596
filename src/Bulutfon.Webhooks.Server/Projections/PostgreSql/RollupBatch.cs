using System.Runtime.InteropServices;
using System.Text;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>
/// What one batch of events changes in the roll-ups: what each call added before is taken away and what it adds now is added. The
/// changes are summed up first; then a row, of the figures of eight hours, is read and written once. Runs in the caller's transaction.
/// </summary>
internal sealed class RollupBatch(string schema)
{
    private readonly Dictionary<(RollupKey Key, long Block), Dictionary<int, CallFigures>> _changes = [];
    private readonly Dictionary<(long Quarter, long Code, bool IsOutbound), (int Calls, int Missed)> _numbers = [];

    /// <summary>A call became another; null before it was there.</summary>
    public void Replace(CallState? before, CallState after)
    {
        if (before is not null)
        {
            Add(CallContribution.Of(before), -1);
        }

        Add(CallContribution.Of(after), 1);
    }

    /// <summary>Writes the changes.</summary>
    /// <exception cref="InvalidDataException">A row is damaged.</exception>
    public void Write(NpgsqlConnection connection)
    {
        var rows = _changes.Where(change => change.Value.Values.Any(figures => !figures.IsEmpty))
            .Select(change => new Row(change.Key.Key, change.Key.Block, change.Value)).ToList();
        if (rows.Count > 0)
        {
            AddStored(connection, rows);
            Write(connection, [.. rows.Where(row => row.Figures.Length > 0)]);
            Delete(connection, [.. rows.Where(row => row.Figures.Length == 0)]);
        }

        WriteNumbers(connection);
    }

    private void Add(CallContribution call, int times)
    {
        var quarterHour = QuarterHour.Of(call.StartedAt);
        var (block, quarter) = RollupTable.PlaceOf(quarterHour);
        foreach (var key in call.Keys)
        {
            ref var quarters = ref CollectionsMarshal.GetValueRefOrAddDefault(_changes, (key, block), out _);
            ref var figures = ref CollectionsMarshal.GetValueRefOrAddDefault(quarters ??= [], quarter, out _);
            (figures ??= new CallFigures()).Add(call, times);
        }

        if (call.Number is { } number)
        {
            ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (quarterHour, NumberCount.CodeOf(number), call.IsOutbound), out _);
            change = (change.Calls + times, change.Missed + (call.IsMissed ? times : 0));
        }
    }

    private void AddStored(NpgsqlConnection connection, List<Row> rows)
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
                var quarters = rows[(int)reader.GetInt64(0) - 1].Quarters;
                CallFiguresFormat.AddTo(reader.GetFieldValue<byte[]>(1), (quarter, _, _) =>
                    CollectionsMarshal.GetValueRefOrAddDefault(quarters, quarter, out _) ??= new CallFigures());
            }
        }

        foreach (var row in rows)
        {
            row.Figures = CallFiguresFormat.Write(row.Quarters.Where(quarter => !quarter.Value.IsEmpty));
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
        var changes = _numbers.Where(change => change.Value != (0, 0)).ToList();
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
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. changes.Select(change => change.Key.Quarter)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. changes.Select(change => change.Key.Code)] });
        command.Parameters.Add(new NpgsqlParameter<bool[]> { TypedValue = [.. changes.Select(change => change.Key.IsOutbound)] });
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

        public byte[] Figures { get; set; } = [];
    }
}
