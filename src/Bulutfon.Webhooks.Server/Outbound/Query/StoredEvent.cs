using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>An event as it is stored and shown.</summary>
internal sealed record StoredEvent
{
    /// <summary>Its sequence.</summary>
    public required long Id { get; init; }

    /// <summary>The name of the hook that posted it.</summary>
    public required string Hook { get; init; }

    /// <summary>When it first arrived.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How often it arrived; at least 1.</summary>
    public required int DeliveryCount { get; init; }

    /// <summary>The event; null if this version cannot read the body that an earlier one took. The body is at <c>/payload</c>.</summary>
    public required WebhookEvent? Event { get; init; }

    /// <summary>Why there is no <c>event</c>; absent if there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unreadable { get; init; }

    public static StoredEvent Of(JournalRow row)
    {
        var webhookEvent = row.ToEvent();
        return new StoredEvent
        {
            Id = row.Id,
            Hook = row.Hook,
            ReceivedAt = UnixTime.ToTime(row.ReceivedAt),
            DeliveryCount = row.DeliveryCount,
            Event = webhookEvent,
            Unreadable = webhookEvent is null ? EventReceiver.Read(row.ContentType, row.Body, row.Hook, row.ReceivedAt).Refusal?.Detail : null,
        };
    }
}

/// <summary>A page of events.</summary>
/// <param name="Items">The events, in the order that was asked for.</param>
/// <param name="NextCursor">Gives the next page as the parameter <c>cursor</c>; null if this is the last.</param>
internal sealed record EventPage(IReadOnlyList<StoredEvent> Items, string? NextCursor)
{
    /// <summary>The last sequence that could be found, if the search had not caught up with the journal in time; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IndexedTo { get; init; }
}
