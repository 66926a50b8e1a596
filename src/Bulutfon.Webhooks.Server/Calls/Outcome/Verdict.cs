namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>What a rule decides.</summary>
/// <param name="Outcome">What became of the call.</param>
/// <param name="Reason">Why.</param>
/// <param name="EventId">The event that says so; null if it is their absence.</param>
/// <param name="Place">The station that the reason names.</param>
/// <param name="Cause">The hangup cause or result that the reason names.</param>
internal sealed record Verdict(CallOutcome Outcome, OutcomeReason Reason, long? EventId, Station? Place = null, string? Cause = null)
{
    private static readonly Bilingual NoCause = new("no cause was given", "neden belirtilmedi");
    private static readonly Bilingual NoPlace = new("which one is not said", "hangisi olduğu belli değil");

    public Bilingual Sentence => Reason.Text
        .Replace(OutcomeReason.PlacePart, Place is { Number: not null } place ? place.Label : NoPlace)
        .Replace(OutcomeReason.CausePart, Cause is null ? NoCause : HangupCauses.Find(Cause) is { } info ? Named(info) : new Bilingual(Cause, Cause))
        .Replace(OutcomeReason.CodePart, Cause is null ? NoCause : new Bilingual(Cause, Cause));

    private static Bilingual Named(HangupCauseInfo info) => new($"{info.Name}: {info.Text.English}", $"{info.Name}: {info.Text.Turkish}");
}
