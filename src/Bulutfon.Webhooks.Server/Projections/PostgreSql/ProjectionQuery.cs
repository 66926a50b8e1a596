using System.Text;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Projections.Search;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>
/// Searches by one statement: for each key of the first filter a walk along the index from where the page begins, which asks the other
/// filters of each place, and ends at the limit. It is written so that there is no other plan, whatever the planner thinks of a table
/// that was empty a minute ago.
/// </summary>
/// <param name="commandOf">Makes a command of a statement.</param>
/// <param name="schema">Where the projections are.</param>
internal sealed class ProjectionQuery(Func<string, NpgsqlCommand> commandOf, string schema)
{
    public IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken)
    {
        using var command = commandOf(Places(query) + (query.Order.IsDescending ? " ORDER BY f.at DESC, f.id DESC LIMIT @limit" : " ORDER BY f.at, f.id LIMIT @limit"));
        AddParameters(command, query, limit);
        return Read(command, reader => new Place(reader.GetInt64(0), reader.GetInt64(1)), cancellationToken);
    }

    public IReadOnlyList<T> FindCalls<T>(SearchQuery query, int limit, Func<FoundCall, T?> select, CancellationToken cancellationToken)
        where T : class
    {
        var order = query.Order.IsDescending ? "ORDER BY f.at DESC, f.id DESC" : "ORDER BY f.at, f.id";
        using var command = commandOf($"""
            SELECT f.at, f.id, c.uuid, c.state FROM ({Places(query)} {order} LIMIT @limit) AS f JOIN {schema}.calls c ON c.seq = f.id {order}
            """);
        AddParameters(command, query, limit);
        return Read(command, reader => select(CallOf(reader)), cancellationToken);
    }

    private static FoundCall CallOf(NpgsqlDataReader reader)
    {
        var uuid = Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(2));
        return new FoundCall(new Place(reader.GetInt64(0), reader.GetInt64(1)), CallState.Deserialize(uuid, reader.GetFieldValue<byte[]>(3)));
    }

    /// <summary>A place that is under several keys of the first filter is there once.</summary>
    private string Places(SearchQuery query)
    {
        var isDescending = query.Order.IsDescending;
        var sql = new StringBuilder($"""
            SELECT DISTINCT f.at, f.id FROM unnest(@keys0) AS k (key) CROSS JOIN LATERAL (
            SELECT p.at, p.id FROM {schema}.postings p
            WHERE p.key = k.key AND (p.at, p.id) {(isDescending ? "<=" : ">=")} (@begin_at, @begin_id)
            """);
        if ((isDescending ? query.From : query.To) is not null)
        {
            sql.Append(isDescending ? " AND p.at >= @end" : " AND p.at < @end");
        }

        for (var filter = 1; filter < query.AllOf.Count; filter++)
        {
            sql.Append(System.Globalization.CultureInfo.InvariantCulture, $" AND (SELECT true FROM {schema}.postings q WHERE q.key = ANY (@keys{filter}) AND q.at = p.at AND q.id = p.id LIMIT 1)");
        }

        return sql.Append(isDescending ? " ORDER BY p.at DESC, p.id DESC LIMIT @limit) AS f" : " ORDER BY p.at, p.id LIMIT @limit) AS f").ToString();
    }

    private static void AddParameters(NpgsqlCommand command, SearchQuery query, int limit)
    {
        for (var filter = 0; filter < query.AllOf.Count; filter++)
        {
            command.Parameters.Add(new NpgsqlParameter<long[]>($"keys{filter}", [.. query.AllOf[filter]]));
        }

        var begin = query.Begin;
        command.Parameters.Add(new NpgsqlParameter<long>("begin_at", begin.Timestamp));
        command.Parameters.Add(new NpgsqlParameter<long>("begin_id", begin.Id));
        command.Parameters.Add(new NpgsqlParameter<int>("limit", limit));
        if ((query.Order.IsDescending ? query.From : query.To) is { } end)
        {
            command.Parameters.Add(new NpgsqlParameter<long>("end", end));
        }
    }

    private static List<T> Read<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T?> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var cancelling = cancellationToken.Register(command.Cancel);
        try
        {
            using var reader = command.ExecuteReader();
            var found = new List<T>();
            while (reader.Read())
            {
                if (read(reader) is { } item)
                {
                    found.Add(item);
                }
            }

            return found;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.QueryCanceled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }
}
