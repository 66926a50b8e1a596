namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Derives the typed event from what was stored: the body is the truth, so a better parser improves the past too.</summary>
internal static class StoredEvents
{
    /// <summary>The event of a row; null if the body can no longer be read as one.</summary>
    public static WebhookEvent? ToEvent(this JournalRow row)
    {
        var format = WebhookBodyFormats.Detect(row.ContentType, row.Body);
        return format is null ? null : WebhookEventParser.Parse(row.Body, format.Value).Event is { } webhookEvent
            ? webhookEvent.WithArrival(row.Timestamp)
            : null;
    }

    public static CommittedEvent ToCommitted(this JournalRow row) =>
        new(row.Id, row.Hook, row.ReceivedAt, row.Timestamp, row.ToEvent()) { DeliveryCount = row.DeliveryCount, Size = row.Body.Length };

    /// <summary>An event without a time of its own takes its arrival time.</summary>
    public static WebhookEvent WithArrival(this WebhookEvent webhookEvent, long arrival) =>
        webhookEvent.Timestamp is null ? webhookEvent with { Timestamp = arrival } : webhookEvent;
}
