namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>An event's place in a list.</summary>
internal sealed class EventKey
{
    public required long Timestamp { get; init; }

    public required long Id { get; init; }
}
