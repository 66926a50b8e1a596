namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A call with what its events say of it, found once, when it is asked for. It does not depend on the time.</summary>
internal sealed class JudgedCall(CallState state)
{
    private CallOutcome? _outcome;

    public CallFacts Facts { get; } = new(state);

    /// <summary>What became of it; <see cref="CallOutcome.InProgress"/> of a call that no event ends.</summary>
    public CallOutcome Outcome => _outcome ??= OutcomeRules.Judge(Facts, isStale: false).Outcome;
}
