using System.Data.Common;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Reads rows of the journal for followers, without EF Core: several times as fast as new events can come in.</summary>
internal static class JournalRows
{
    /// <summary>What a command selects, in this order.</summary>
    public const string Columns = "id, \"timestamp\", uuid, event_type, destination, content_hash, hook, received_at, delivery_count, content_type, body";

    /// <summary>Reads events until there are no more, or their bodies have so many bytes.</summary>
    public static async Task ReadAsync(DbCommand command, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (mostBytes > 0 && await reader.ReadAsync(cancellationToken))
        {
            var committed = Row(reader).ToCommitted();
            into.Add(committed);
            mostBytes -= committed.Size;
        }
    }

    private static JournalRow Row(DbDataReader reader) => new()
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
