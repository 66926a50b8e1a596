using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

/// <summary>
/// Calls of every generation, in any mixture. Times and numbers are few, so that events agree, contradict each other and happen at
/// once.
/// </summary>
internal static class GeneratedCalls
{
    public const string Uuid = "generated";

    private const long Start = 1_614_261_547_000_000;

    private static readonly Dictionary<string, JsonElement> UnreadAnswer = new(StringComparer.Ordinal) { ["answer_time"] = JsonSerializer.SerializeToElement("soon") };

    private static readonly Gen<long> Time = Gen.Int[0, 12].Select(halfSeconds => Start + (halfSeconds * 500_000L));
    private static readonly Gen<DateTimeOffset?> RecordTime = Gen.Int[-3, 8].Select(seconds => seconds < 0 ? null : (DateTimeOffset?)UnixTime.ToTime(Start).AddSeconds(seconds));
    private static readonly Gen<string?> Number = Gen.OneOf<string?>(null, "905321110000", "908508850000", "anonymous", "1000", new string('9', 70));
    private static readonly Gen<string?> Station = Gen.OneOf<string?>(null, "10", "101", "1000", "1004");
    private static readonly Gen<Direction?> Way = Gen.OneOf<Direction?>(null, Direction.In, Direction.Out, Direction.Local, new Direction("SIDEWAYS"));
    private static readonly Gen<HangupCause?> Cause = Gen.OneOf<HangupCause?>(null, HangupCause.NormalClearing, HangupCause.UserBusy, HangupCause.CallRejected, HangupCause.OriginatorCancel, HangupCause.NoAnswer, new HangupCause("ÖZEL"));
    private static readonly Gen<string?> Detail = Gen.OneOf<string?>(null, "recv_bye", "send_bye", "recv_cancel", "send_refuse");
    private static readonly Gen<string?> Result = Gen.OneOf<string?>(null, "SUCCESS", "FAILED", "NO_ANSWER");
    private static readonly Gen<long?> Talk = Gen.OneOf<long?>(null, 0, 3, 35, -1, long.MaxValue);
    private static readonly Gen<string?> Link = Gen.OneOf<string?>(null, "https://api.bulutfon.com/v2/cdr/2021/02/25/generated");
    private static readonly Gen<bool?> Maybe = Gen.OneOf<bool?>(null, true, false);
    private static readonly Gen<Redirection?> Redirected = Gen.OneOf<Redirection?>([null, .. Redirection.KnownValues.Select(value => (Redirection?)value)]);
    private static readonly Gen<OriginationResult?> LegResult = Gen.OneOf<OriginationResult?>(null, OriginationResult.Answered, OriginationResult.LoseRace, OriginationResult.NoAnswer, new OriginationResult("USER_BUSY"));

    private static readonly Gen<IDictionary<string, JsonElement>?> Unread = Gen.Frequency(
        (5, Gen.Const((IDictionary<string, JsonElement>?)null)), (1, Gen.Const((IDictionary<string, JsonElement>?)UnreadAnswer)));

    private static readonly Gen<Origination> Leg = Gen.Select(Station, Gen.Select(RecordTime, RecordTime, RecordTime), LegResult, Unread, (station, times, result, unread) =>
        new Origination { Destination = station, StartTime = times.Item1, AnswerTime = times.Item2, HangupTime = times.Item3, Result = result, AdditionalProperties = unread });

    private static readonly Gen<CallFlowStep> Step = Gen.Select(
        Gen.Select(Station, RecordTime, RecordTime, RecordTime), Redirected, Station, Gen.Select(Leg.Array[0, 3], Unread),
        (step, redirection, target, rest) => new CallFlowStep
        {
            Callee = step.Item1,
            StartTime = step.Item2,
            AnswerTime = step.Item3,
            HangupTime = step.Item4,
            Redirection = redirection,
            RedirectionTarget = target,
            Origination = rest.Item1,
            AdditionalProperties = rest.Item2,
        });

    private static readonly Gen<Cdr?> Record = Gen.Select(
        Gen.Select(Number, Number, Way), Gen.Select(RecordTime, RecordTime, RecordTime), Gen.Select(Maybe, Maybe, Cause, Detail), Gen.Select(Step.Array[0, 20], Unread),
        (parties, times, end, rest) => (Cdr?)new Cdr
        {
            Caller = parties.Item1,
            Callee = parties.Item2,
            Direction = parties.Item3,
            CallTime = times.Item1,
            AnswerTime = times.Item2,
            HangupTime = times.Item3,
            MissingCall = end.Item1,
            CallRecord = end.Item2,
            HangupCause = end.Item3,
            HangupDisposition = end.Item4,
            CallFlow = rest.Item1,
            AdditionalProperties = rest.Item2,
        });

    private static readonly Gen<Cdr?> MaybeRecord = Gen.Frequency((2, Gen.Const((Cdr?)null)), (1, Record));

    private static readonly Gen<WebhookEvent> Opening = Gen.Select(Gen.Int[0, 5], Number, Number, Way, Station, Maybe, (kind, caller, callee, direction, station, autodial) => (WebhookEvent)(kind switch
    {
        0 => new CallInit { Uuid = Uuid, Caller = caller, Callee = callee, Direction = direction, Autodial = autodial, AdditionalData = station },
        1 => new CallInitMenu { Uuid = Uuid, Caller = caller, Callee = callee, Direction = direction, Destination = station },
        2 => new CallInitGroup { Uuid = Uuid, Caller = caller, Callee = callee, Direction = direction, Destination = station },
        3 => new CallInitExtension { Uuid = Uuid, Caller = caller, Callee = callee, Direction = direction, Destination = station },
        4 when autodial == true => new FaxInit { Uuid = Uuid, Caller = caller, Callee = callee, Direction = direction },
        _ => new UnknownEvent(new EventType("call_queued")) { Uuid = Uuid, Caller = caller, Callee = callee, Direction = direction },
    }));

    private static readonly Gen<WebhookEvent> Hangup = Gen.Select(
        Gen.Select(Number, Number, Way), Gen.Select(Cause, Detail, Result, Talk), Gen.Select(Link, Link), MaybeRecord,
        (parties, end, links, record) => (WebhookEvent)new CallHangup
        {
            Uuid = Uuid,
            Caller = parties.Item1,
            Callee = parties.Item2,
            Direction = parties.Item3,
            HangupCause = end.Item1,
            HangupDetail = end.Item2,
            ResultDisposition = end.Item3,
            TalkDuration = end.Item4,
            CdrUrl = links.Item1,
            CdrApiUrl = links.Item2,
            Cdr = record,
        });

    private static readonly Gen<WebhookEvent> Missing = Gen.Select(Number, Way, Cause, MaybeRecord, (caller, direction, cause, record) =>
        (WebhookEvent)new MissingCall { Uuid = Uuid, Caller = caller, Direction = direction, HangupCause = cause, Cdr = record });

    private static readonly Gen<WebhookEvent> Event = Gen.Frequency((5, Opening), (3, Hangup), (1, Missing));

    /// <summary>The events of one call, each with its sequence.</summary>
    public static Gen<CommittedEvent[]> Of(int atMost) =>
        Gen.Select(Event, Time, Time, Gen.OneOf("default", "branch")).Array[1, atMost].Select(events =>
            events.Select((each, index) => new CommittedEvent(index + 1, each.Item4, each.Item3, each.Item2, each.Item1)).ToArray());
}
