namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// A record that says <c>missing_call: false</c> contradicts a missed call that is concluded from its other fields: unknown. Of an
/// outgoing call the flag says nothing: nobody here could miss it.
/// </summary>
internal static class NotMissedRule
{
    public static Verdict Correct(Verdict verdict, CallFacts facts) =>
        verdict.Outcome == CallOutcome.Missed && !facts.IsOutbound && facts is { State.Missing: null, Record: { MissingCall: false } record }
            ? new Verdict(CallOutcome.Unknown, OutcomeReasons.RecordSaysNotMissed, record.Ending.Id)
            : verdict;
}
