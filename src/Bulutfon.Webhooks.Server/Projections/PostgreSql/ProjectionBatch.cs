using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Search;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>Applies one batch of events to a schema of projections, and moves its cursor, in one transaction.</summary>
internal sealed class ProjectionBatch(string schema, Lease lease)
{
    private readonly CallBatch _calls = new(schema);
    private readonly HashSet<Posting> _added = [];
    private readonly HashSet<Posting> _removed = [];
    private readonly List<(long Id, Exception Reason)> _skipped = [];

    /// <param name="connection">The connection that projects.</param>
    /// <param name="cursor">Where the projections are.</param>
    /// <param name="events">The events behind it, at least one.</param>
    /// <exception cref="LeaseLostException">Another replica applies, or has applied.</exception>
    public IReadOnlyList<(long Id, Exception Reason)> Apply(NpgsqlConnection connection, long cursor, IReadOnlyList<CommittedEvent> events)
    {
        using var transaction = connection.BeginTransaction();
        MoveCursor(connection, cursor, events[^1].Id);
        foreach (var committed in events)
        {
            try
            {
                _calls.Add(committed);
                var postings = new List<Posting>();
                SearchKey.AddPostings(committed, postings);
                _added.UnionWith(postings);
            }
            catch (InvalidOperationException exception)
            {
                _skipped.Add((committed.Id, exception));
            }
        }

        _calls.Write(connection, _added, _removed);
        Write(
            connection,
            $"""
            DELETE FROM {schema}.postings WHERE ctid = ANY (ARRAY(
                SELECT p.ctid FROM unnest($1, $2, $3) AS g (key, at, id)
                CROSS JOIN LATERAL (SELECT q.ctid FROM {schema}.postings q WHERE q.key = g.key AND q.at = g.at AND q.id = g.id LIMIT 1) AS p))
            """,
            _removed);
        Write(connection, $"INSERT INTO {schema}.postings (key, at, id) SELECT * FROM unnest($1, $2, $3) ON CONFLICT DO NOTHING", _added);
        WriteHooks(connection, events);
        WriteSkipped(connection);
        transaction.Commit();
        return _skipped;
    }

    /// <summary>First, so that of two replicas which both take themselves for the holder, the second one waits here and then finds the cursor moved.</summary>
    private void MoveCursor(NpgsqlConnection connection, long from, long to)
    {
        using var move = new NpgsqlCommand($"UPDATE {schema}.state SET cursor = @to WHERE cursor = @from AND {Lease.IsHeld}", connection);
        move.Parameters.AddWithValue("to", to);
        move.Parameters.AddWithValue("from", from);
        lease.AddHolder(move.Parameters);
        if (move.ExecuteNonQuery() != 1)
        {
            throw new LeaseLostException();
        }
    }

    private static void Write(NpgsqlConnection connection, string sql, HashSet<Posting> postings)
    {
        if (postings.Count == 0)
        {
            return;
        }

        var sorted = postings.Order().ToList();
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. sorted.Select(posting => posting.Key)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. sorted.Select(posting => posting.Place.Timestamp)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. sorted.Select(posting => posting.Place.Id)] });
        command.ExecuteNonQuery();
    }

    private void WriteHooks(NpgsqlConnection connection, IReadOnlyList<CommittedEvent> events)
    {
        foreach (var hook in events.GroupBy(each => each.Hook, StringComparer.Ordinal))
        {
            using var command = new NpgsqlCommand(
                $"""
                INSERT INTO {schema}.hooks AS h (name, events, first_received_at, last_received_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (name) DO UPDATE SET events = h.events + excluded.events,
                    first_received_at = least(h.first_received_at, excluded.first_received_at), last_received_at = greatest(h.last_received_at, excluded.last_received_at)
                """,
                connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = hook.Key });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = hook.LongCount() });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = hook.Min(each => each.ReceivedAt) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = hook.Max(each => each.ReceivedAt) });
            command.ExecuteNonQuery();
        }
    }

    private void WriteSkipped(NpgsqlConnection connection)
    {
        foreach (var (id, reason) in _skipped)
        {
            using var command = new NpgsqlCommand($"INSERT INTO {schema}.skipped_events (id, reason) VALUES ($1, $2) ON CONFLICT DO NOTHING", connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = StorableText.Of(reason.Message) });
            command.ExecuteNonQuery();
        }
    }
}

/// <summary>Another replica has the right to apply by now.</summary>
internal sealed class LeaseLostException() : InvalidOperationException("Another replica applies events to the projections by now.");
