using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>The step that an event itself is.</summary>
internal static class EventSteps
{
    /// <summary>Null for an arrival that the callflow shows too, with more about it.</summary>
    public static TimelineStep? Of(CommittedEvent committed, bool hasCallFlow) => committed.Event switch
    {
        null => null,
        CallInit => Step(TimelineKind.Start, committed),
        FaxInit => Step(TimelineKind.Fax, committed),
        CallInitMenu or CallInitGroup or CallInitExtension when hasCallFlow => null,
        CallInitMenu => Arrival(TimelineKind.Menu, PlaceKind.Menu, committed),
        CallInitGroup => Arrival(TimelineKind.Group, PlaceKind.Group, committed),
        CallInitExtension => Arrival(TimelineKind.Extension, PlaceKind.Extension, committed),
        MissingCall missing => Step(TimelineKind.MissingCall, committed) with { Result = missing.HangupCause?.Value },
        CallHangup hangup => Step(TimelineKind.Hangup, committed) with { Result = hangup.HangupCause?.Value },
        _ => Step(TimelineKind.Event, committed),
    };

    private static TimelineStep Arrival(TimelineKind kind, PlaceKind place, CommittedEvent committed) =>
        Step(kind, committed) with { Place = new Station(place, committed.Event!.Destination) };

    private static TimelineStep Step(TimelineKind kind, CommittedEvent committed) => new()
    {
        Kind = kind,
        StartedAt = committed.Timestamp,
        EventId = committed.Id,
        EventType = committed.Event!.EventType.Value,
    };
}
