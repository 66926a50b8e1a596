using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Reads a callflow: what each step is, and what its legs did.</summary>
internal static class RecordSteps
{
    public const int Limit = 16;

    public static RecordStep[] Of(IReadOnlyList<CallFlowStep>? callFlow)
    {
        if (callFlow is not { Count: > 0 })
        {
            return [];
        }

        var steps = new List<RecordStep>(callFlow.Count + 1);
        for (var i = 0; i < callFlow.Count; i++)
        {
            steps.Add(Step(callFlow[i], Kind(callFlow, i)));
        }

        // Sent on, and the call ended before the target became a step of its own.
        if (callFlow[^1] is { RedirectionTarget: { } target } last && RedirectedTo(last) is { } kind)
        {
            steps.Add(new RecordStep { Kind = kind, Number = BoundedText.Number(target), Start = UnixTime.Of(last.HangupTime) });
        }

        return Bounded(steps);
    }

    /// <summary>What a step is: as it says itself, else as the step before says that it sent the call there.</summary>
    public static PlaceKind Kind(IReadOnlyList<CallFlowStep> callFlow, int index)
    {
        var step = callFlow[index];
        if (ConnectingTo(step) is { } own)
        {
            return own;
        }

        if (index > 0 && RedirectedTo(callFlow[index - 1]) is { } sent && callFlow[index - 1].RedirectionTarget == step.Callee)
        {
            return sent;
        }

        if (index == 0 && RedirectedTo(step) is not null)
        {
            // A call begins at the number that was called, or, inside, at the extension.
            return step.Callee is null || OutsideNumber.KeyOf(step.Callee) is not null ? PlaceKind.Did : PlaceKind.Extension;
        }

        return step.Redirection == Redirection.Other ? PlaceKind.Number : PlaceKind.Unknown;
    }

    /// <summary>The leg that picked up first.</summary>
    public static Origination? FirstPickedUp(IReadOnlyList<Origination> legs)
    {
        Origination? first = null;
        foreach (var leg in legs)
        {
            if (PickedUp(leg) && (first is null || leg.AnswerTime < first.AnswerTime))
            {
                first = leg;
            }
        }

        return first;
    }

    private static PlaceKind? ConnectingTo(CallFlowStep step) =>
        step.Redirection == Redirection.ConnectingToMenu ? PlaceKind.Menu
        : step.Redirection == Redirection.ConnectingToGroup ? PlaceKind.Group
        : step.Redirection == Redirection.ConnectingToExtension ? PlaceKind.Extension
        : null;

    private static PlaceKind? RedirectedTo(CallFlowStep step) =>
        step.Redirection == Redirection.RedirectedToMenu ? PlaceKind.Menu
        : step.Redirection == Redirection.RedirectedToGroup ? PlaceKind.Group
        : step.Redirection == Redirection.RedirectedToExtension ? PlaceKind.Extension
        : null;

    private static RecordStep Step(CallFlowStep step, PlaceKind kind)
    {
        var legs = step.Origination ?? [];
        var pickedUp = FirstPickedUp(legs);
        return new RecordStep
        {
            Kind = kind,
            Number = BoundedText.Number(step.Callee),
            Start = UnixTime.Of(step.StartTime),
            Answer = UnixTime.Of(step.AnswerTime),
            End = UnixTime.Of(step.HangupTime),
            PickedUp = pickedUp is not null,
            PickedUpBy = BoundedText.Number(pickedUp?.Destination),
            PickedUpAt = UnixTime.Of(pickedUp?.AnswerTime),
            LegEnd = UnixTime.Of(pickedUp?.HangupTime),
            Rang = legs.Count > 0,
            LegsResult = InCommon(legs),
            LegsFailed = legs.Count > 0 && legs.All(Failed),
            AnswerIsUnreadable = (kind is not (PlaceKind.Menu or PlaceKind.Did) && UnreadableAnswer.IsIn(step.AdditionalProperties)) || legs.Any(MayHavePickedUp),
        };
    }

    /// <summary>
    /// Whether a leg picked up. Its result decides; one without a result did if it has an answer time.
    /// </summary>
    private static bool PickedUp(Origination leg) =>
        leg.Result is { } result ? result == OriginationResult.Answered : leg.AnswerTime is not null;

    private static bool MayHavePickedUp(Origination leg) => leg.Result is null && UnreadableAnswer.IsIn(leg.AdditionalProperties);

    private static bool Failed(Origination leg) =>
        leg.Result is { } result && result != OriginationResult.Answered && HangupCauses.MeaningOf(result.Value) is not (CauseMeaning.Ended or CauseMeaning.LostRace);

    private static LegsResult InCommon(IReadOnlyList<Origination> legs)
    {
        if (legs.Count == 0)
        {
            return LegsResult.Mixed;
        }

        return legs.All(leg => HangupCauses.MeaningOf(leg.Result?.Value) == CauseMeaning.Busy) ? LegsResult.Busy
            : legs.All(leg => HangupCauses.MeaningOf(leg.Result?.Value) == CauseMeaning.Rejected) ? LegsResult.Rejected
            : LegsResult.Mixed;
    }

    /// <summary>The first and the last steps; among those left out, the first that was answered, or may have been, stays.</summary>
    private static RecordStep[] Bounded(List<RecordStep> steps)
    {
        if (steps.Count <= Limit)
        {
            return [.. steps];
        }

        const int Half = Limit / 2;
        var leftOut = steps[(Half - 1)..^Half];
        return [.. steps[..(Half - 1)], leftOut.Find(step => step.PersonAnswered || step.OutsideAnswered) ?? leftOut.Find(step => step.AnswerIsUnreadable || step.AnswerIsContradicted) ?? leftOut[0], .. steps[^Half..]];
    }
}
