namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// The record has a sign of an answer that is not clear enough for one, and too clear for none: unknown. It comes before all rules
/// that take the lack of an answer for a missed call.
/// </summary>
internal static class UnclearAnswerRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.Record is not { } record)
        {
            return null;
        }

        if (record is { AnswerIsUnreadable: true, Steps.Length: 0 } || facts.Steps.Any(step => step.AnswerIsUnreadable && Counts(step, facts)))
        {
            return new Verdict(CallOutcome.Unknown, OutcomeReasons.AnswerTimeUnreadable, record.Ending.Id);
        }

        if (facts.Steps.FirstOrDefault(step => step.AnswerIsContradicted && Counts(step, facts)) is { } contradicted)
        {
            return new Verdict(CallOutcome.Unknown, OutcomeReasons.AnswerWithoutPickUp, record.Ending.Id, new Station(contradicted.Kind, contradicted.Number));
        }

        return facts.IsOutbound && facts.Steps.FirstOrDefault(step => step.OutsideAnswered && OutsideNumber.KeyOf(step.Number) is not null) is { } other
            ? new Verdict(CallOutcome.Unknown, OutcomeReasons.OtherNumberAnswered, record.Ending.Id, new Station(PlaceKind.Number, other.Number))
            : null;
    }

    /// <summary>Of an outbound call one's own extension does not.</summary>
    private static bool Counts(RecordStep step, CallFacts facts) => !facts.IsOutbound || step.Kind is PlaceKind.Number or PlaceKind.Unknown;
}
