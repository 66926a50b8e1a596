namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Since 2021: <c>result_disposition</c> is <c>SUCCESS</c> when a person answered, in either direction.</summary>
internal static class SuccessRule
{
    public static Verdict? Judge(CallFacts facts) =>
        facts.Success is { } success ? new Verdict(CallOutcome.Answered, OutcomeReasons.ResultSuccess, success.Id) : null;
}
