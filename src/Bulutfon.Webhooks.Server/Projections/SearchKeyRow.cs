using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>What an event can be found by: table <c>search_keys</c> of the projections. Numbers are their <see cref="NumberKey"/>.</summary>
internal sealed class SearchKeyRow
{
    /// <summary>The event's sequence.</summary>
    public required long Id { get; init; }

    /// <summary>When it happened, in microseconds since the Unix epoch.</summary>
    public required long Timestamp { get; init; }

    public required string Uuid { get; init; }

    public required string EventType { get; init; }

    public required string Hook { get; init; }

    public string? Direction { get; init; }

    public string? Caller { get; init; }

    public string? Callee { get; init; }

    public string? Destination { get; init; }

    public static SearchKeyRow Of(CommittedEvent committed)
    {
        var webhookEvent = committed.Event ?? throw new InvalidOperationException("The body can no longer be read as an event.");
        return new SearchKeyRow
        {
            Id = committed.Id,
            Timestamp = committed.Timestamp,
            Uuid = webhookEvent.Uuid,
            EventType = webhookEvent.EventType.Value,
            Hook = committed.Hook,
            Direction = webhookEvent.Direction?.Value,
            Caller = NumberKey.Of(webhookEvent.Caller),
            Callee = NumberKey.Of(webhookEvent.Callee),
            Destination = NumberKey.Of(webhookEvent.Destination),
        };
    }
}
