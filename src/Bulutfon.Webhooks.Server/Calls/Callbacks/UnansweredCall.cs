namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>An incoming call that nobody answered and that can be returned.</summary>
internal static class UnansweredCall
{
    /// <summary>The number to call back; null of a call that needs no call back.</summary>
    public static string? Number(CallFacts facts, CallOutcome outcome) =>
        facts.IsInbound && outcome is CallOutcome.Missed or CallOutcome.AbandonedInMenu ? OutsideNumber.KeyOf(facts.Caller) : null;
}
