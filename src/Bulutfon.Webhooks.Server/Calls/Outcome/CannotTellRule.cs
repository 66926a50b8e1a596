namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>The call has ended and nothing says how: unknown, and why.</summary>
internal static class CannotTellRule
{
    public static Verdict Judge(CallFacts facts) => new(CallOutcome.Unknown, Reason(facts), facts.Ending?.Id);

    private static OutcomeReason Reason(CallFacts facts)
    {
        if (facts.Record is not null)
        {
            return OutcomeReasons.AnsweredElsewhere;
        }

        return facts.State.Hangup is { SendsResult: true } ? OutcomeReasons.ResultLeftEmpty : OutcomeReasons.GenerationCannotTell;
    }
}
