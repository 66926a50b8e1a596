namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A <c>fax_init</c>, or a record of the type <c>fax</c>, makes it a fax, whatever else is said.</summary>
internal static class FaxRule
{
    public static Verdict? Judge(CallFacts facts) =>
        facts.State.IsFax ? new Verdict(CallOutcome.Fax, OutcomeReasons.Fax, facts.State.Opening?.Id ?? facts.Ending?.Id) : null;
}
