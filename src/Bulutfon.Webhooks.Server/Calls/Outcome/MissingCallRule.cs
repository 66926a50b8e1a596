namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A <c>missing_call</c>, or a record that says <c>missing_call: true</c>, decides: missed, even against a sign of an answer.</summary>
internal static class MissingCallRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.State.Missing is { } missing)
        {
            return new Verdict(CallOutcome.Missed, OutcomeReasons.MissingCallEvent, missing.Id);
        }

        return facts.Record is { MissingCall: true } record
            ? new Verdict(CallOutcome.Missed, OutcomeReasons.MissingCallInRecord, record.Ending.Id)
            : null;
    }
}
