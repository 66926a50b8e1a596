namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Nobody answered, as the call detail record shows: a station rang without an answer, or there was no answer at all.</summary>
internal static class RecordUnansweredRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.Record is not { } record)
        {
            return null;
        }

        if (facts.IsOutbound && (facts.Steps.Count > 0 || record.AnswerTime is null))
        {
            return new Verdict(CallOutcome.Missed, OutcomeReasons.FarEndDidNotAnswer, record.Ending.Id, facts.LastPlace, facts.Cause);
        }

        // An answer elsewhere, such as an outside number that the call was sent on to, could be a person's.
        if (facts.Steps.LastOrDefault(step => step.Rang || step.Kind is PlaceKind.Extension or PlaceKind.Group) is { } rang
            && !facts.Steps.Any(step => step.OutsideAnswered))
        {
            return new Verdict(CallOutcome.Missed, OutcomeReasons.NobodyPickedUp, record.Ending.Id, new Station(rang.Kind, rang.Number));
        }

        return record.AnswerTime is null && facts.Steps.All(step => step.Answer is null)
            ? new Verdict(CallOutcome.Missed, OutcomeReasons.NeverAnswered, record.Ending.Id)
            : null;
    }
}
