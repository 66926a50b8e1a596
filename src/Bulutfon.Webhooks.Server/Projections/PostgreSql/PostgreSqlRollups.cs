using System.Data;
using System.Text;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Projections.Search;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>Reads the roll-ups and the calls in one snapshot.</summary>
internal sealed class PostgreSqlRollups : IRollups
{
    private readonly NpgsqlConnection _connection;
    private readonly string _schema;
    private readonly ProjectionQuery _query;

    private PostgreSqlRollups(NpgsqlConnection connection, string schema)
    {
        _connection = connection;
        _schema = schema;
        _query = new ProjectionQuery(sql => new NpgsqlCommand(sql, connection), schema);
    }

    public static void Read(NpgsqlDataSource source, string schema, Action<IRollups> read)
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);

        // The snapshot begins behind this, and what a rebuild made does not take the tables' place meanwhile.
        using (var command = new NpgsqlCommand($"LOCK TABLE {schema}.state IN ACCESS SHARE MODE", connection))
        {
            command.ExecuteNonQuery();
        }

        read(new PostgreSqlRollups(connection, schema));
        transaction.Commit();
    }

    public void AddFigures(RollupKind kind, long from, long to, FiguresTarget targetOf)
    {
        using var command = new NpgsqlCommand($"SELECT block, value, direction, figures FROM {_schema}.rollups WHERE kind = $1 AND block BETWEEN $2 AND $3", _connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)kind });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = RollupBlock.PlaceOf(from).Block });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = RollupBlock.PlaceOf(to - 1).Block });
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var key = new RollupKey(kind, Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(1)), Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(2)));
            RollupBlock.AddFigures(key, reader.GetInt64(0), reader.GetFieldValue<byte[]>(3), from, to, targetOf);
        }
    }

    public void ReadNumbers(long from, long to, Action<NumberCount, int, int> visit)
    {
        using var command = new NpgsqlCommand(
            $"""
            SELECT code, is_outbound, sum(calls)::integer, sum(missed)::integer FROM {_schema}.number_counts
            WHERE quarter >= $1 AND quarter < $2 GROUP BY code, is_outbound
            """,
            _connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            // Of all the quarter hours together: which one it was, nobody asks.
            visit(new NumberCount(reader.GetInt64(0), Quarter: 0, reader.GetBoolean(1)), reader.GetInt32(2), reader.GetInt32(3));
        }
    }

    public IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken) => _query.FindCalls(query, limit, static call => call, cancellationToken);
}
