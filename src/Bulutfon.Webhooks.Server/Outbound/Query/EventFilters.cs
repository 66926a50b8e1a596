using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Every filter of events besides time. Another one is another entry here, and a row in the tests.</summary>
internal static class EventFilters
{
    /// <summary>The most selective first: the search begins with those that a request has in this order.</summary>
    public static readonly IReadOnlyList<EventFilter> All =
    [
        new(
            "uuid",
            "The call's or fax's uuid, exactly as Bulutfon sent it.",
            Exactly,
            SearchField.Uuid),
        new(
            "caller",
            "The caller's number, however it is written (0532…, 532…, +90532…), or text such as anonymous.",
            NumberKey.Of,
            SearchField.Caller),
        new(
            "callee",
            "The called number, however it is written.",
            NumberKey.Of,
            SearchField.Callee),
        new(
            "caller_or_callee",
            "A number on either side, however it is written.",
            NumberKey.Of,
            SearchField.Caller, SearchField.Callee),
        new(
            "destination",
            "The menu, ring group, extension or number that the call reached.",
            NumberKey.Of,
            SearchField.Destination),
        new(
            "event_type",
            "The event type; the other names in Bulutfon's documentation, such as incoming_call_group, count as the one they mean.",
            name => FoldedText.Of(WebhookEventTypes.Canonical(name.ToLowerInvariant()).Value),
            SearchField.EventType),
        new(
            "hook",
            "The name of the hook that posted it.",
            Exactly,
            SearchField.Hook),
        new(
            "direction",
            "IN, OUT or LOCAL, in any case, or another value as Bulutfon sent it.",
            FoldedText.Word,
            SearchField.Direction),
    ];

    private static string? Exactly(string text) => OuterSpace.Trim(text);
}
