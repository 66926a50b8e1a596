using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Outbound.Callbacks;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Hooks;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Outbound.Statistics;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>What an answer is, and one such answer.</summary>
/// <param name="Description">A sentence.</param>
/// <param name="Value">The answer; written as the handler's own would be.</param>
internal sealed record ResponseExample(string Description, object Value);

/// <summary>One example for each type that we answer with.</summary>
internal static class ResponseExamples
{
    private static readonly DateTimeOffset Arrival = new(2015, 7, 1, 15, 0, 55, 812, TimeSpan.Zero);

    private static readonly StoredEvent Stored = new()
    {
        Id = 42,
        Hook = "default",
        ReceivedAt = Arrival,
        DeliveryCount = 1,
        Event = EventExamples.Hangup.Event(),
    };

    private static readonly Rejection Refused = new()
    {
        Id = 7,
        Hook = "default",
        ReceivedAt = Arrival,
        Status = StatusCodes.Status400BadRequest,
        Code = WebhookBodyErrorCodes.FieldMissing,
        Detail = "uuid is missing or empty. Every event has one.",
        Path = "$.uuid",
        ByteOffset = null,
        ContentType = "application/json",
        Size = 118,
        Truncated = false,
        EventId = null,
    };

    private static readonly HookStatus Quiet = new()
    {
        Name = "default",
        Configured = true,
        Events = 1204,
        FirstEventAt = Arrival.AddDays(-30),
        LastEventAt = Arrival,
        SilentSince = Arrival,
        ExpectEvery = "01:00:00",
        WorkingHours = "Mon-Fri 09:00-18:00; Sat 10:00-14:00",
        TooSilent = false,
        SinceStart = new HookCounts(Stored: 118, Duplicates: 2, Rejections: 1, new Dictionary<string, long>(StringComparer.Ordinal) { [WebhookBodyErrorCodes.FieldMissing] = 1 }, Failed: 0),
    };

    private static readonly Erasure Erased = new()
    {
        Id = 3,
        State = "done",
        RequestedBy = "ayse",
        RequestedAt = Arrival,
        FinishedAt = Arrival.AddMinutes(4),
        Events = 12,
        Rejections = 1,
        CallbackMarks = 1,
        Copies = ["bulutfon.db.before-restore-20260504T090000Z"],
    };

    private static readonly RetentionStatus Kept = new()
    {
        Events = "730.00:00:00",
        Rejections = null,
        Waiting = new()
        {
            ClockAt = Arrival.AddDays(1100),
            ExpectedAt = Arrival,
            EventsBefore = Arrival.AddDays(1100 - 730),
            RejectionsBefore = null,
        },
    };

    private static readonly Dictionary<Type, ResponseExample> ByType = new()
    {
        [typeof(Receipt)] = new("The event is committed to disk, or was before.", new Receipt(42, Duplicate: false)),
        [typeof(StoredEvent)] = new("The event and how it arrived.", Stored),
        [typeof(EventPage)] = new("A page of events.", new EventPage([Stored], NextCursor: null)),
        [typeof(CallPage)] = new("A page of calls.", new CallPage([CallExamples.Item], NextCursor: null)),
        [typeof(CallDetails)] = new("The call and what happened in it.", CallExamples.Details),
        [typeof(CallbackList)] = new("The numbers that wait to be called back.", new CallbackList([CallExamples.Waiting], Total: 1)),
        [typeof(CallbackMark)] = new("The number is marked.", CallExamples.Mark),
        [typeof(CallStatistics)] = new("The figures of the calls.", StatisticsExamples.Item),
        [typeof(Rejection)] = new("What was refused, and why.", Refused),
        [typeof(RejectionPage)] = new("A page of rejections.", new RejectionPage([Refused], NextCursor: null)),
        [typeof(Erasure)] = new("What was erased so far.", Erased),
        [typeof(RetentionStatus)] = new("How long things are kept, and whether deleting waits.", Kept),
        [typeof(HookList)] = new("Every hook, by name.", new HookList([Quiet], Arrival)),
        [typeof(HealthStatus)] = new("All is well.", new HealthStatus("ready")),
    };

    public static ResponseExample? Of(Type? type) => type is null ? null : ByType.GetValueOrDefault(type);
}
