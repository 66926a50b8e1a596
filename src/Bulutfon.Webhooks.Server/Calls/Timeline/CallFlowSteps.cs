using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>The steps that a record's callflow shows: the stations, each leg that rang there, who talked, and who passed the call on.</summary>
internal static class CallFlowSteps
{
    public static IReadOnlyList<TimelineStep> Of(CommittedEvent committed, CallSummary summary)
    {
        var cdr = (committed.Event as CallHangup)?.Cdr ?? (committed.Event as MissingCall)?.Cdr;
        if (cdr?.CallFlow is not { } callFlow)
        {
            return [];
        }

        var steps = new List<TimelineStep>();
        TimelineStep? lastTalk = null;
        for (var i = 0; i < callFlow.Count; i++)
        {
            var station = Station(callFlow, i, steps.Count > 0 ? steps[^1].StartedAt : committed.Timestamp, committed, summary);
            var legs = (callFlow[i].Origination ?? []).Select(leg => Ring(leg, station)).ToList();
            var talk = Talk(callFlow[i], station, summary);
            if (talk is not null && lastTalk is not null)
            {
                steps.Add(station with { Kind = TimelineKind.Transfer, AnsweredAt = null, EndedAt = null });
            }

            steps.Add(station);
            steps.AddRange(legs);
            if (talk is not null)
            {
                steps.Add(talk);
                lastTalk = talk;
            }
        }

        return steps;
    }

    private static PlaceKind KindOf(RecordStep step, CallSummary summary) =>
        StationKinds.KindOf(step, summary.Arrivals, summary.Callee, CodeWord.Is(summary.Direction, Direction.In.Value));

    private static TimelineStep Station(IReadOnlyList<CallFlowStep> callFlow, int index, long? before, CommittedEvent committed, CallSummary summary)
    {
        var step = callFlow[index];
        var kind = KindOf(RecordSteps.Of(callFlow, index), summary);
        var next = index + 1 < callFlow.Count ? callFlow[index + 1].StartTime : null;
        return new TimelineStep
        {
            Kind = kind switch
            {
                PlaceKind.Did => TimelineKind.Did,
                PlaceKind.Menu => TimelineKind.Menu,
                PlaceKind.Group => TimelineKind.Group,
                PlaceKind.Extension => TimelineKind.Extension,
                _ => TimelineKind.Number,
            },
            Place = new Station(kind, step.Callee),
            StartedAt = UnixTime.Of(step.StartTime) ?? before,
            AnsweredAt = UnixTime.Of(step.AnswerTime),
            EndedAt = UnixTime.Of(step.HangupTime ?? next),
            Result = step.Redirection?.Value,
            EventId = committed.Id,
            EventType = committed.Event!.EventType.Value,
        };
    }

    private static TimelineStep Ring(Origination leg, TimelineStep station) => station with
    {
        Kind = TimelineKind.Ring,
        Place = PhoneOf(leg, station),
        StartedAt = UnixTime.Of(leg.StartTime) ?? station.StartedAt,
        AnsweredAt = UnixTime.Of(leg.AnswerTime),
        // It rang until it was picked up; the talk is a step of its own.
        EndedAt = UnixTime.Of(leg.AnswerTime ?? leg.HangupTime),
        Result = leg.Result?.Value,
    };

    private static Station PhoneOf(Origination leg, TimelineStep station) =>
        Calls.Station.OfLeg(station.Kind == TimelineKind.Number ? PlaceKind.Number : PlaceKind.Extension, leg.Destination);

    private static TimelineStep? Talk(CallFlowStep step, TimelineStep station, CallSummary summary)
    {
        var leg = RecordSteps.FirstPickedUp(step.Origination ?? []);
        var stationAnswered = step.AnswerTime is not null
            && (IsOutbound(summary) ? station.Kind == TimelineKind.Number : station.Kind is TimelineKind.Extension or TimelineKind.Group);
        if (summary.Outcome != CallOutcome.Answered || (leg is null && !stationAnswered) || (IsOutbound(summary) && !CallFacts.IsFarEnd(BoundedText.Number(step.Callee), summary.Callee)))
        {
            return null;
        }

        return station with
        {
            Kind = TimelineKind.Talk,
            Place = leg?.Destination is not null ? PhoneOf(leg, station) : station.Place,
            StartedAt = UnixTime.Of(leg?.AnswerTime) ?? station.AnsweredAt,
            AnsweredAt = UnixTime.Of(leg?.AnswerTime) ?? station.AnsweredAt,
            EndedAt = UnixTime.Of(leg?.HangupTime) ?? station.EndedAt ?? summary.EndedAt,
            Result = leg?.Result?.Value,
        };
    }

    private static bool IsOutbound(CallSummary summary) => CodeWord.Is(summary.Direction, Direction.Out.Value);
}
