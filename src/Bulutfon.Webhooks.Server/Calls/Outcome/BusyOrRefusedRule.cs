namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Nobody answered, and one of these says that the called side was busy or refused the call: the result, the hangup cause, all legs of the last station, the hangup detail.
/// </summary>
internal static class BusyOrRefusedRule
{
    /// <summary>A call is refused before its answer alone. Of an incoming call the PBX sends it on to the caller, of an outgoing one it comes from the far end.</summary>
    private static readonly string[] RefusedDetails = ["send_refuse", "recv_refuse"];

    /// <summary>Results that only say that the call failed, or that agree.</summary>
    private static readonly string[] NoOtherReason = ["FAILED", "FAIL", "FAILURE", "ERROR", "REJECTED", "REFUSED", "DECLINED"];

    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.Ending is not { } ending)
        {
            return null;
        }

        return Judge(HangupCauses.MeaningOfResult(facts.Result), facts.Result, ending)
            ?? Judge(HangupCauses.MeaningOf(facts.Cause), facts.Cause, ending)
            ?? Judge(facts.Steps.LastOrDefault(step => step.Rang), ending)
            ?? JudgeDetail(facts, ending);
    }

    /// <summary>The hangup detail counts where cause and result give no reason. After any talk, or after phones rang, it does not say why nobody answered.</summary>
    private static Verdict? JudgeDetail(CallFacts facts, Ending ending) =>
        CodeWord.IsOneOf(facts.Detail, RefusedDetails) && facts.TalkDuration is not > 0 && (facts.Result is null || CodeWord.IsOneOf(facts.Result, NoOtherReason))
        && HangupCauses.MeaningOf(facts.Cause) == CauseMeaning.Ended && !facts.Steps.Any(step => step.Rang || step.Answer is not null)
            ? new Verdict(CallOutcome.Rejected, OutcomeReasons.Rejected, ending.Id, Cause: facts.Detail)
            : null;

    private static Verdict? Judge(CauseMeaning meaning, string? cause, Ending ending) => meaning switch
    {
        CauseMeaning.Busy => new Verdict(CallOutcome.Busy, OutcomeReasons.Busy, ending.Id, Cause: cause),
        CauseMeaning.Rejected => new Verdict(CallOutcome.Rejected, OutcomeReasons.Rejected, ending.Id, Cause: cause),
        _ => null,
    };

    private static Verdict? Judge(RecordStep? lastRang, Ending ending) => lastRang?.LegsResult switch
    {
        LegsResult.Busy => new Verdict(CallOutcome.Busy, OutcomeReasons.AllPhonesBusy, ending.Id, new Station(lastRang.Kind, lastRang.Number)),
        LegsResult.Rejected => new Verdict(CallOutcome.Rejected, OutcomeReasons.AllPhonesRefused, ending.Id, new Station(lastRang.Kind, lastRang.Number)),
        _ => null,
    };
}
