using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// What waits together, as one round trip: the server gets all commands at once and makes one transaction of them. Events come last, so
/// that the lock of their order is taken when everything has arrived, and given back as soon as it is committed.
/// </summary>
internal sealed class WriteBatch
{
    private const string Append = "SELECT batch_ordinal, event_id, is_repeated FROM journal_append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    private const string Reject = """
        INSERT INTO rejections (hook, received_at, status, code, detail, path, byte_offset, content_type, size, body)
        SELECT hook, received_at, status, code, detail, path, byte_offset, content_type, size, body
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            WITH ORDINALITY AS r (hook, received_at, status, code, detail, path, byte_offset, content_type, size, body, ordinal)
        ORDER BY ordinal
        RETURNING id
        """;

    // What somebody else is just deleting or trimming is left to him: two who waited for each other's rows would both fail.
    private const string Trim = """
        DELETE FROM rejections WHERE id IN (
            SELECT id FROM rejections WHERE id <= (SELECT max(id) FROM rejections) - $1 FOR UPDATE SKIP LOCKED)
        """;

    private const string Forget = "DELETE FROM callback_marks WHERE last_call_at < $1";
    private const string Unmark = "DELETE FROM callback_marks WHERE number = $1";

    private const string Mark = """
        INSERT INTO callback_marks (number, state, note, marked_by, marked_at, last_call_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (number) DO UPDATE SET state = excluded.state, note = excluded.note, marked_by = excluded.marked_by,
            marked_at = excluded.marked_at, last_call_at = excluded.last_call_at
        """;

    private const string Probe = "INSERT INTO journal_state (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    private readonly int _maxRejections;
    private readonly List<PendingRejection> _rejections = [];
    private readonly List<PendingMark> _marks = [];
    private readonly List<KeyValuePair<PendingEvent, int>> _events = [];
    private readonly List<PendingEvent> _distinct = [];
    private readonly List<Guid> _identities = [];
    private readonly List<int> _deliveries = [];
    private readonly Dictionary<(long Timestamp, Guid Identity), int> _ordinals = [];
    private PendingProbe? _probe;

    public WriteBatch(ReadOnlySpan<PendingWrite> writes, int maxRejections)
    {
        _maxRejections = maxRejections;
        foreach (var write in writes)
        {
            Add(write);
        }
    }

    /// <summary>Commits everything and sets the results. When it returns, the server has said that it is on disk.</summary>
    public void Commit(NpgsqlConnection connection)
    {
        // Events first: the lock of the order comes before those of rows, as in every deletion.
        using var batch = new NpgsqlBatch(connection);
        AddEvents(batch);
        AddRejections(batch);
        AddMarks(batch);
        AddProbe(batch);
        if (batch.BatchCommands.Count == 0)
        {
            return;
        }

        using var reader = batch.ExecuteReader();
        ReadEvents(reader);
        ReadRejections(reader);

        // The server's last word, after the commit itself.
        while (reader.NextResult())
        {
        }

        for (var index = 0; index < _marks.Count; index++)
        {
            var removed = (long)batch.BatchCommands[_markCommands[index]].RecordsAffected;
            _marks[index].Result = new Appended(removed, Duplicate: false);
        }
    }

    private readonly List<int> _markCommands = [];

    private void Add(PendingWrite write)
    {
        switch (write)
        {
            case PendingEvent pending:
                _events.Add(new(pending, OrdinalOf(pending)));
                break;

            case PendingRejection pending when _maxRejections > 0:
                _rejections.Add(pending);
                break;

            case PendingRejection pending:
                pending.Result = new Appended(0, Duplicate: false);
                break;

            case PendingMark pending:
                _marks.Add(pending);
                break;

            case PendingProbe pending:
                _probe = pending;
                break;

            default:
                throw new ArgumentException($"The journal does not know {write.GetType().Name}.", nameof(write));
        }
    }

    /// <summary>Equal events of the batch are one, delivered more than once.</summary>
    private int OrdinalOf(PendingEvent pending)
    {
        var webhookEvent = pending.New.Event;
        var identity = EventIdentity.Of(webhookEvent.Uuid, webhookEvent.EventType.Value, webhookEvent.Destination ?? "", pending.ContentHash);
        ref var ordinal = ref CollectionsMarshal.GetValueRefOrAddDefault(_ordinals, (pending.Timestamp, identity), out var isThere);
        if (isThere)
        {
            _deliveries[ordinal]++;
            return ordinal;
        }

        ordinal = _distinct.Count;
        _distinct.Add(pending);
        _identities.Add(identity);
        _deliveries.Add(1);
        return ordinal;
    }

    private void AddEvents(NpgsqlBatch batch)
    {
        if (_distinct.Count == 0)
        {
            return;
        }

        var retried = _events.Where(each => each.Key.RejectionId is not null).ToList();
        Add(
            batch,
            Append,
            Array(NpgsqlDbType.Bigint, Each(pending => pending.Timestamp)),
            Array(NpgsqlDbType.Uuid, _identities.ToArray()),
            Array(NpgsqlDbType.Text, Each(pending => StorableText.Of(pending.New.Event.Uuid))),
            Array(NpgsqlDbType.Text, Each(pending => StorableText.Of(pending.New.Event.EventType.Value))),
            Array(NpgsqlDbType.Text, Each(pending => StorableText.Of(pending.New.Event.Destination ?? ""))),
            Array(NpgsqlDbType.Bigint, Each(pending => pending.ContentHash)),
            Array(NpgsqlDbType.Text, Each(pending => pending.New.Hook)),
            Array(NpgsqlDbType.Bigint, Each(pending => pending.New.ReceivedAt)),
            Array(NpgsqlDbType.Integer, _deliveries.ToArray()),
            Array(NpgsqlDbType.Text, Each(pending => StorableText.Of(pending.New.ContentType))),
            Array(NpgsqlDbType.Bytea, Each(pending => pending.New.Body)),
            Array(NpgsqlDbType.Bigint, retried.Select(each => each.Value + 1L).ToArray()),
            Array(NpgsqlDbType.Bigint, retried.Select(each => each.Key.RejectionId!.Value).ToArray()));
    }

    private void ReadEvents(NpgsqlDataReader reader)
    {
        if (_distinct.Count == 0)
        {
            return;
        }

        var results = new Appended[_distinct.Count];
        while (reader.Read())
        {
            results[reader.GetInt64(0) - 1] = new Appended(reader.GetInt64(1), reader.GetBoolean(2));
        }

        foreach (var (pending, ordinal) in _events)
        {
            var result = results[ordinal];
            if (result.Id == 0)
            {
                throw new InvalidOperationException("The database gave no sequence for an event.");
            }

            pending.Result = ReferenceEquals(pending, _distinct[ordinal]) ? result : result with { Duplicate = true };
        }

        reader.NextResult();
    }

    private void AddRejections(NpgsqlBatch batch)
    {
        if (_rejections.Count == 0)
        {
            return;
        }

        Add(
            batch,
            Reject,
            Array(NpgsqlDbType.Text, EachRejected(row => row.Hook)),
            Array(NpgsqlDbType.Bigint, EachRejected(row => row.ReceivedAt)),
            Array(NpgsqlDbType.Integer, EachRejected(row => row.Status)),
            Array(NpgsqlDbType.Text, EachRejected(row => row.Code)),
            Array(NpgsqlDbType.Text, EachRejected(row => StorableText.Of(row.Detail))),
            Array(NpgsqlDbType.Text, EachRejected(row => StorableText.Of(row.Path))),
            Array(NpgsqlDbType.Integer, EachRejected(row => row.ByteOffset)),
            Array(NpgsqlDbType.Text, EachRejected(row => StorableText.Of(row.ContentType))),
            Array(NpgsqlDbType.Bigint, EachRejected(row => row.Size)),
            Array(NpgsqlDbType.Bytea, EachRejected(row => row.Body)));
        Add(batch, Trim, Value(NpgsqlDbType.Bigint, (long)_maxRejections));
    }

    private void ReadRejections(NpgsqlDataReader reader)
    {
        if (_rejections.Count == 0)
        {
            return;
        }

        var ids = new List<long>(_rejections.Count);
        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        ids.Sort();
        for (var index = 0; index < ids.Count; index++)
        {
            _rejections[index].Result = new Appended(ids[index], Duplicate: false);
        }

        reader.NextResult();
    }

    private void AddMarks(NpgsqlBatch batch)
    {
        foreach (var pending in _marks)
        {
            if (pending.Mark is not { } mark)
            {
                Add(batch, Unmark, Text(pending.Number));
            }
            else
            {
                Add(batch, Forget, Value(NpgsqlDbType.Bigint, pending.ForgetBefore));
                Add(
                    batch,
                    Mark,
                    Text(mark.Number),
                    Text(mark.State),
                    Text(mark.Note),
                    Text(mark.MarkedBy),
                    Value(NpgsqlDbType.Bigint, mark.MarkedAt),
                    Value(NpgsqlDbType.Bigint, mark.LastCallAt));
            }

            _markCommands.Add(batch.BatchCommands.Count - 1);
        }
    }

    private void AddProbe(NpgsqlBatch batch)
    {
        if (_probe is { } probe)
        {
            Add(batch, Probe, Text(StateRow.Probe), Text(probe.At.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    private T[] Each<T>(Converter<PendingEvent, T> value) => [.. _distinct.ConvertAll(value)];

    private T[] EachRejected<T>(Func<RejectionRow, T> value) => [.. _rejections.Select(pending => value(pending.Rejection))];

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter Text(string? text) => Value(NpgsqlDbType.Text, StorableText.Of(text));

    private static NpgsqlParameter Value(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static NpgsqlParameter Array<T>(NpgsqlDbType type, T[] values) => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values };
}
