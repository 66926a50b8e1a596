using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Reads a callflow: what each step is, and what its legs did.</summary>
internal static class RecordSteps
{
    public const int Limit = 16;

    public static RecordStep[] Of(IReadOnlyList<CallFlowStep>? callFlow, AnswerWindow window)
    {
        if (callFlow is not { Count: > 0 })
        {
            return [];
        }

        var steps = new List<RecordStep>(callFlow.Count + 1);
        for (var i = 0; i < callFlow.Count; i++)
        {
            steps.Add(Of(callFlow, i, window));
        }

        // Sent on, and the call ended before the target became a step of its own.
        if (callFlow[^1] is { RedirectionTarget: { } target } last && RedirectedTo(last) is { } kind)
        {
            steps.Add(new RecordStep { Kind = kind, Number = BoundedText.Number(target), Start = UnixTime.Of(last.HangupTime) });
        }

        return Bounded(steps);
    }

    /// <summary>One step, without doubt in its times.</summary>
    public static RecordStep Of(IReadOnlyList<CallFlowStep> callFlow, int index) => Of(callFlow, index, new AnswerWindow(Start: null, End: long.MaxValue / 2));

    private static RecordStep Of(IReadOnlyList<CallFlowStep> callFlow, int index, AnswerWindow window) => Step(callFlow[index], Kind(callFlow, index), window) with
    {
        Begins = index == 0 && ConnectingTo(callFlow[0]) is null ? RedirectedTo(callFlow[0]) : null,
    };

    /// <summary>What a step is: as it says itself, else as the step before says that it sent the call there.</summary>
    private static PlaceKind Kind(IReadOnlyList<CallFlowStep> callFlow, int index)
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

        return Says(step, Redirection.Other) ? PlaceKind.Number : PlaceKind.Unknown;
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
        Says(step, Redirection.ConnectingToMenu) ? PlaceKind.Menu
        : Says(step, Redirection.ConnectingToGroup) ? PlaceKind.Group
        : Says(step, Redirection.ConnectingToExtension) ? PlaceKind.Extension
        : null;

    private static PlaceKind? RedirectedTo(CallFlowStep step) =>
        Says(step, Redirection.RedirectedToMenu) ? PlaceKind.Menu
        : Says(step, Redirection.RedirectedToGroup) ? PlaceKind.Group
        : Says(step, Redirection.RedirectedToExtension) ? PlaceKind.Extension
        : null;

    private static bool Says(CallFlowStep step, Redirection known) => CodeWord.Is(step.Redirection?.Value, known.Value);

    private static RecordStep Step(CallFlowStep step, PlaceKind kind, AnswerWindow window)
    {
        var legs = step.Origination ?? [];
        var pickedUp = FirstPickedUp(legs);
        var (answer, pickedUpAt) = (UnixTime.Of(step.AnswerTime), UnixTime.Of(pickedUp?.AnswerTime));
        if (pickedUp is not null && ResultOf(pickedUp) is null && !window.Holds(pickedUpAt))
        {
            pickedUp = null;
        }

        return new RecordStep
        {
            Kind = kind,
            Number = BoundedText.Number(step.Callee),
            Start = UnixTime.Of(step.StartTime),
            Answer = window.Holds(answer) ? answer : null,
            End = UnixTime.Of(step.HangupTime),
            PickedUp = pickedUp is not null,
            PickedUpBy = BoundedText.Number(pickedUp?.Destination),
            PickedUpAt = pickedUp is not null && window.Holds(pickedUpAt) ? pickedUpAt : null,
            LegEnd = UnixTime.Of(pickedUp?.HangupTime),
            Rang = legs.Count > 0,
            LegsResult = InCommon(legs),
            LegsFailed = legs.Count > 0 && legs.All(Failed),
            AnswerIsUnreadable = (kind is not (PlaceKind.Menu or PlaceKind.Did) && (UnreadableAnswer.IsIn(step.AdditionalProperties) || !window.Holds(answer))) || legs.Any(leg => MayHavePickedUp(leg, window)),
        };
    }

    /// <summary>
    /// Whether a leg picked up. Its result decides; one without a result did if it has an answer time.
    /// </summary>
    private static bool PickedUp(Origination leg) =>
        ResultOf(leg) is { } result ? CodeWord.Is(result, OriginationResult.Answered.Value) : leg.AnswerTime is not null;

    private static string? ResultOf(Origination leg) => CodeWord.Said(leg.Result?.Value);

    /// <summary>
    /// Whether that is not certain: an answer time that cannot be read or that no call has, one beside a word that is documented neither for an answer nor for a failure, or
    /// SUCCESS, which Bulutfon says of whole calls.
    /// </summary>
    private static bool MayHavePickedUp(Origination leg, AnswerWindow window) => ResultOf(leg) is { } result
        ? !PickedUp(leg) && !Failed(leg) && HangupCauses.MeaningOf(result) != CauseMeaning.LostRace && (leg.AnswerTime is not null || UnreadableAnswer.IsIn(leg.AdditionalProperties) || CodeWord.Is(result, Ending.Success))
        : UnreadableAnswer.IsIn(leg.AdditionalProperties) || !window.Holds(UnixTime.Of(leg.AnswerTime));

    private static bool Failed(Origination leg) =>
        ResultOf(leg) is { } result && !PickedUp(leg) && HangupCauses.MeaningOf(result) is not (CauseMeaning.Ended or CauseMeaning.LostRace);

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
