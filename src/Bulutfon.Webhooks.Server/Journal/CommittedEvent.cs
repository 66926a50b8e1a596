namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>An event as followers of the journal see it.</summary>
/// <param name="Id">Its sequence.</param>
/// <param name="Hook">The hook's name.</param>
/// <param name="ReceivedAt">When it arrived, in microseconds since the Unix epoch.</param>
/// <param name="Timestamp">When it happened, in microseconds; the arrival time if the sender gave none.</param>
/// <param name="Event">The typed event; null if the body of long ago can no longer be read.</param>
internal sealed record CommittedEvent(long Id, string Hook, long ReceivedAt, long Timestamp, WebhookEvent? Event)
{
    /// <summary>The bytes of its body: about the memory that it holds.</summary>
    public int Size { get; init; }

    /// <summary>How often it had arrived when it was read; at least 1.</summary>
    public int DeliveryCount { get; init; } = 1;
}
