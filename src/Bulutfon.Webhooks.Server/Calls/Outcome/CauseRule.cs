namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Nobody answered, because the result or the hangup cause is one that only a call before its answer can have.</summary>
internal static class CauseRule
{
    private static readonly string[] CancelDetails = ["recv_cancel", "send_cancel"];

    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.Ending is not { } ending)
        {
            return null;
        }

        return Judge(facts, HangupCauses.MeaningOfResult(facts.Result), facts.Result, ending)
            ?? Judge(facts, HangupCauses.MeaningOf(facts.Cause), facts.Cause, ending)
            ?? JudgeDetail(facts, ending);
    }

    private static Verdict? Judge(CallFacts facts, CauseMeaning meaning, string? cause, Ending ending) => meaning switch
    {
        CauseMeaning.Cancelled => new Verdict(CallOutcome.Missed, OutcomeReasons.GaveUpWhileRinging, ending.Id, facts.LastPlace, cause),
        CauseMeaning.NoAnswer when facts.IsOutbound => new Verdict(CallOutcome.Missed, OutcomeReasons.FarEndDidNotAnswer, ending.Id, facts.LastPlace, cause),
        CauseMeaning.NoAnswer => new Verdict(CallOutcome.Missed, OutcomeReasons.CauseNoAnswer, ending.Id, facts.LastPlace, cause),
        CauseMeaning.Failed => new Verdict(CallOutcome.Missed, OutcomeReasons.CouldNotConnect, ending.Id, facts.LastPlace, cause),
        _ => null,
    };

    /// <summary>A SIP CANCEL is only possible before the answer.</summary>
    private static Verdict? JudgeDetail(CallFacts facts, Ending ending) => CodeWord.IsOneOf(facts.Detail, CancelDetails)
        ? new Verdict(CallOutcome.Missed, OutcomeReasons.GaveUpWhileRinging, ending.Id, facts.LastPlace, facts.Cause)
        : null;
}
