namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Nobody answered, and the result, the hangup cause, or all legs of the last station agree that it was busy or refused the call.
/// </summary>
internal static class BusyOrRefusedRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.Ending is not { } ending)
        {
            return null;
        }

        return Judge(HangupCauses.MeaningOf(facts.Result), facts.Result, ending)
            ?? Judge(HangupCauses.MeaningOf(facts.Cause), facts.Cause, ending)
            ?? Judge(facts.Steps.LastOrDefault(step => step.Rang), ending);
    }

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
