using System.Text;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections.Search;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>The calls of one batch of events, and what they change in the roll-ups: merged first, then each is read and written once. Runs in the caller's transaction.</summary>
internal sealed class CallBatch(string schema)
{
    private readonly ChangedCalls _changed = new();
    private readonly RollupBatch _rollups = new(schema);

    /// <summary>Takes an event.</summary>
    /// <exception cref="InvalidOperationException">Its body can no longer be read.</exception>
    public void Add(CommittedEvent committed) => _changed.Add(committed);

    /// <summary>Writes the calls; gives what they are found by now, and what they are not found by any more.</summary>
    public void Write(NpgsqlConnection connection, HashSet<Posting> added, HashSet<Posting> removed)
    {
        var changed = _changed.States;
        if (changed.Count == 0)
        {
            return;
        }

        List<long> keys = [.. changed.Select(state => SearchKey.Of(SearchField.CallUuid, state.Uuid))];
        var (stored, last) = Read(connection, keys);
        var written = new List<(long Seq, long Key, CallState State)>(changed.Count);
        for (var index = 0; index < changed.Count; index++)
        {
            var state = changed[index];
            JudgedCall? callBefore = null;
            if (stored.TryGetValue(state.Uuid, out var before))
            {
                callBefore = new JudgedCall(before.State);
                removed.UnionWith(PostingsOf(before.Seq, callBefore));
                state = CallState.Merge(before.State, state);
                written.Add((before.Seq, keys[index], state));
            }
            else
            {
                written.Add((++last, keys[index], state));
            }

            var call = new JudgedCall(state);
            _rollups.Replace(callBefore, call);
            added.UnionWith(PostingsOf(written[^1].Seq, call));
        }

        // What stays is neither taken away nor written again.
        var staying = removed.Intersect(added).ToList();
        removed.ExceptWith(staying);
        added.ExceptWith(staying);
        Write(connection, written);
        _rollups.Write(connection);
    }

    private static IEnumerable<Posting> PostingsOf(long seq, JudgedCall call)
    {
        var terms = new List<CallTerm>();
        var place = new Place(CallTerms.Add(call, terms), seq);
        return terms.Select(term => new Posting(term.Key, place));
    }

    private (Dictionary<string, (long Seq, CallState State)> Stored, long Last) Read(NpgsqlConnection connection, List<long> keys)
    {
        var stored = new Dictionary<string, (long, CallState)>(StringComparer.Ordinal);
        using var command = new NpgsqlCommand($"SELECT seq, uuid, state FROM {schema}.calls WHERE key = ANY ($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. keys.Distinct()] });
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                var uuid = Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(1));
                stored[uuid] = (reader.GetInt64(0), CallState.Deserialize(uuid, reader.GetFieldValue<byte[]>(2)));
            }
        }

        using var highest = new NpgsqlCommand($"SELECT coalesce(max(seq), 0) FROM {schema}.calls", connection);
        return (stored, (long)highest.ExecuteScalar()!);
    }

    private void Write(NpgsqlConnection connection, List<(long Seq, long Key, CallState State)> calls)
    {
        using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {schema}.calls (seq, key, uuid, state) SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (seq) DO UPDATE SET state = excluded.state
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. calls.Select(call => call.Seq)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. calls.Select(call => call.Key)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. calls.Select(call => Encoding.UTF8.GetBytes(call.State.Uuid))] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. calls.Select(call => call.State.Serialize())] });
        command.ExecuteNonQuery();
    }
}
