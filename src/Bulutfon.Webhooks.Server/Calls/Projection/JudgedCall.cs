namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A call with what its events say of it, found once for the index and the roll-ups. It does not depend on the time.</summary>
internal sealed class JudgedCall
{
    public JudgedCall(CallState state)
    {
        Facts = new CallFacts(state);
        Outcome = OutcomeRules.Judge(Facts, isStale: false).Outcome;
    }

    public CallFacts Facts { get; }

    /// <summary>What became of it; <see cref="CallOutcome.InProgress"/> of a call that no event ends.</summary>
    public CallOutcome Outcome { get; }
}
