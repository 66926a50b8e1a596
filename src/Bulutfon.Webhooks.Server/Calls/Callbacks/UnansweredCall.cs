using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// An incoming call on which the caller talked with nobody and that can be returned. That all phones were busy, or that one refused,
/// is no better for the caller than that none was picked up.
/// </summary>
/// <param name="Number">The key of the number to call back.</param>
/// <param name="Did">The customer's own number that was called; null if it is not said.</param>
/// <param name="StartedAt">When the call began, in microseconds since the Unix epoch; never days in the future.</param>
/// <param name="WaitSeconds">How long the caller held the line; null if no event tells.</param>
/// <param name="Uuid">The call.</param>
internal sealed record UnansweredCall(string Number, string? Did, long StartedAt, double? WaitSeconds, string Uuid)
{
    /// <summary>The key of the customer's own number.</summary>
    public string? Line { get; } = NumberKey.Of(Did);

    /// <returns>Null of a call that needs no call back.</returns>
    public static UnansweredCall? Of(JudgedCall call) => NumberOf(call.Facts, call.Outcome) is { } number
        ? new(number, call.Facts.Did, call.Facts.WaitsSince, CallDurations.Of(call.Facts, call.Outcome).WaitSeconds, call.Facts.State.Uuid)
        : null;

    /// <summary>The key of the number to call back; null of a call that needs no call back.</summary>
    public static string? NumberOf(CallFacts facts, CallOutcome outcome) =>
        facts.IsInbound && outcome is CallOutcome.Missed or CallOutcome.AbandonedInMenu or CallOutcome.Busy or CallOutcome.Rejected
            ? OutsideNumber.KeyOf(facts.Caller)
            : null;
}
