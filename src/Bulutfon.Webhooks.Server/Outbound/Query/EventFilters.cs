using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Every filter of events besides time. Another one is another entry here, and a row in the tests.</summary>
internal static class EventFilters
{
    /// <summary>By selectivity: the first that a request has drives the query, the others restrict it.</summary>
    public static readonly IReadOnlyList<EventFilter> All =
    [
        new(
            "uuid",
            "The call's or fax's uuid, exactly as Bulutfon sent it.",
            Exactly,
            (rows, uuids) => uuids.Select(uuid => rows.Where(row => row.Uuid == uuid)),
            (rows, uuids) => rows.Where(row => uuids.Contains(row.Uuid + ""))),
        new(
            "caller",
            "The caller's number, however it is written (0532…, 532…, +90532…), or text such as anonymous.",
            NumberKey.Of,
            (rows, numbers) => numbers.Select(number => rows.Where(row => row.Caller == number)),
            (rows, numbers) => rows.Where(row => numbers.Contains(row.Caller + ""))),
        new(
            "callee",
            "The called number, however it is written.",
            NumberKey.Of,
            (rows, numbers) => numbers.Select(number => rows.Where(row => row.Callee == number)),
            (rows, numbers) => rows.Where(row => numbers.Contains(row.Callee + ""))),
        new(
            "caller_or_callee",
            "A number on either side, however it is written.",
            NumberKey.Of,
            (rows, numbers) =>
            [
                .. numbers.Select(number => rows.Where(row => row.Caller == number)),
                .. numbers.Select(number => rows.Where(row => row.Callee == number && !numbers.Contains(row.Caller + ""))),
            ],
            (rows, numbers) => rows.Where(row => numbers.Contains(row.Caller + "") || numbers.Contains(row.Callee + ""))),
        new(
            "destination",
            "The menu, ring group, extension or number that the call reached.",
            NumberKey.Of,
            (rows, numbers) => numbers.Select(number => rows.Where(row => row.Destination == number)),
            (rows, numbers) => rows.Where(row => numbers.Contains(row.Destination + ""))),
        new(
            "event_type",
            "The event type; the other names in Bulutfon's documentation, such as incoming_call_group, count as the one they mean.",
            name => WebhookEventTypes.Canonical(name).Value,
            (rows, types) => types.Select(type => rows.Where(row => row.EventType == type)),
            (rows, types) => rows.Where(row => types.Contains(row.EventType + ""))),
        new(
            "hook",
            "The name of the hook that posted it.",
            Exactly,
            (rows, hooks) => hooks.Select(hook => rows.Where(row => row.Hook == hook)),
            (rows, hooks) => rows.Where(row => hooks.Contains(row.Hook + ""))),
        new(
            "direction",
            "IN, OUT or LOCAL, in any case, or another value as Bulutfon sent it.",
            DirectionOf,
            (rows, directions) => directions.Select(direction => rows.Where(row => row.Direction == direction)),
            (rows, directions) => rows.Where(row => directions.Contains(row.Direction + ""))),
    ];

    private static string? Exactly(string text) => text;

    private static string? DirectionOf(string text) =>
        Direction.KnownValues.FirstOrDefault(known => known.Value.Equals(text, StringComparison.OrdinalIgnoreCase)).Value ?? text;
}
