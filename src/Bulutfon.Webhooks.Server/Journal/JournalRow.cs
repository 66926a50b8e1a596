namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>One received event, as it came: table <c>journal</c>. The body is the truth; the columns are what every reader needs.</summary>
internal sealed class JournalRow
{
    /// <summary>The sequence: grows by commit order, never reused.</summary>
    public required long Id { get; init; }

    /// <summary>When it happened, in microseconds since the Unix epoch; the arrival time if the sender gave none.</summary>
    public required long Timestamp { get; init; }

    /// <summary>The call's uuid as sent.</summary>
    public required string Uuid { get; init; }

    /// <summary>The canonical event type.</summary>
    public required string EventType { get; init; }

    /// <summary>The destination as canonical text; empty if there is none, so that it can be part of the unique key.</summary>
    public required string Destination { get; init; }

    /// <summary>The canonical event's 64-bit hash; a random number if the sender gave no timestamp, which is never a duplicate.</summary>
    public required long ContentHash { get; init; }

    /// <summary>The hook's name.</summary>
    public required string Hook { get; init; }

    /// <summary>When it arrived, in microseconds since the Unix epoch.</summary>
    public required long ReceivedAt { get; init; }

    /// <summary>How often the same event arrived; at least 1.</summary>
    public int DeliveryCount { get; init; } = 1;

    /// <summary>The Content-Type header as it came; null if there was none.</summary>
    public string? ContentType { get; init; }

    /// <summary>The body, byte by byte.</summary>
    public required byte[] Body { get; init; }
}
