namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// An incoming call on which the caller talked with nobody and that can be returned. That all phones were busy, or that one refused,
/// is no better for the caller than that none was picked up.
/// </summary>
internal static class UnansweredCall
{
    /// <summary>The number to call back; null of a call that needs no call back.</summary>
    public static string? Number(CallFacts facts, CallOutcome outcome) =>
        facts.IsInbound && outcome is CallOutcome.Missed or CallOutcome.AbandonedInMenu or CallOutcome.Busy or CallOutcome.Rejected
            ? OutsideNumber.KeyOf(facts.Caller)
            : null;
}
