using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>Reads the journal in its order.</summary>
internal sealed class PostgreSqlJournalReader(NpgsqlDataSource source)
{
    private const string Rows = """
        SELECT id, "timestamp", uuid, event_type, destination, content_hash, hook, received_at, delivery_count, content_type, body
        FROM journal WHERE id > $1 ORDER BY id LIMIT $2
        """;

    /// <summary>The highest one may be of a deleted event.</summary>
    public const string Last = $"""
        SELECT greatest(
            coalesce((SELECT id FROM journal ORDER BY id DESC LIMIT 1), 0),
            coalesce((SELECT value::bigint FROM journal_state WHERE name = '{StateRow.HighestSequence}'), 0))
        """;

    public async Task ReadAfterAsync(long after, int limit, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Rows);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (mostBytes > 0 && await reader.ReadAsync(cancellationToken))
        {
            var committed = Row(reader).ToCommitted();
            into.Add(committed);
            mostBytes -= committed.Size;
        }
    }

    /// <summary>The highest sequence that can be seen; 0 if there is none.</summary>
    public async Task<long> ReadLastAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Last);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static JournalRow Row(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Timestamp = reader.GetInt64(1),
        Uuid = reader.GetString(2),
        EventType = reader.GetString(3),
        Destination = reader.GetString(4),
        ContentHash = reader.GetInt64(5),
        Hook = reader.GetString(6),
        ReceivedAt = reader.GetInt64(7),
        DeliveryCount = reader.GetInt32(8),
        ContentType = reader.IsDBNull(9) ? null : reader.GetString(9),
        Body = reader.GetFieldValue<byte[]>(10),
    };
}
