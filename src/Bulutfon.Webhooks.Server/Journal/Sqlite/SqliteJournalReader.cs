using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Reads the journal in its order, for followers that catch up: several times as fast as new events can come in.</summary>
/// <param name="connectionString">The journal, pooled.</param>
internal sealed class SqliteJournalReader(string connectionString)
{
    private const string Sql = """
        SELECT id, timestamp, uuid, event_type, destination, content_hash, hook, received_at, delivery_count, content_type, body
        FROM journal WHERE id > $after ORDER BY id LIMIT $limit
        """;

    public async Task ReadAfterAsync(long after, int limit, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$limit", limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (mostBytes > 0 && await reader.ReadAsync(cancellationToken))
        {
            var committed = Row(reader).ToCommitted();
            into.Add(committed);
            mostBytes -= committed.Size;
        }
    }

    /// <summary>Without EF Core, which a server that only receives and erases nothing never loads.</summary>
    public async Task<bool> HasErasureAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM erasures WHERE state <> $done)";
        command.Parameters.AddWithValue("$done", ErasureRow.Done);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! != 0;
    }

    private static JournalRow Row(SqliteDataReader reader) => new()
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
