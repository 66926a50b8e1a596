namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>The rules in their order: the first that decides does. Each looks at the facts alone, so that it can be read by itself.</summary>
internal static class OutcomeRules
{
    private static readonly Func<CallFacts, Verdict?>[] Rules =
    [
        FaxRule.Judge,
        MissingCallRule.Judge,
        PersonAnsweredRule.Judge,
        FarEndAnsweredRule.Judge,
        SuccessRule.Judge,
        UnclearAnswerRule.Judge,
        BusyOrRefusedRule.Judge,
        MenuRule.Judge,
        CauseRule.Judge,
        RecordUnansweredRule.Judge,
        FlatUnansweredRule.Judge,
    ];

    /// <summary>What became of a call that has ended; of one that goes on, what is certain already.</summary>
    /// <param name="facts">The call.</param>
    /// <param name="isStale">Whether it has been silent for too long to be still in progress.</param>
    public static Verdict Judge(CallFacts facts, bool isStale)
    {
        foreach (var rule in Rules)
        {
            if (rule(facts) is { } verdict)
            {
                return NotMissedRule.Correct(verdict, facts);
            }
        }

        if (facts.State.IsEnded)
        {
            return CannotTellRule.Judge(facts);
        }

        if (facts.State.Opening is { Kind: OpeningKind.Other } other)
        {
            return new Verdict(CallOutcome.Unknown, OutcomeReasons.OnlyUnknownEvents, other.Id);
        }

        return isStale
            ? new Verdict(CallOutcome.Unknown, OutcomeReasons.NoHangupReceived, EventId: null)
            : new Verdict(CallOutcome.InProgress, OutcomeReasons.NoHangupYet, EventId: null);
    }
}
