namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Nobody answered, as a flat hangup shows that reports results (2021) and did not report SUCCESS: with another result, without a
/// second of talk, or after the call had reached an extension or group.
/// </summary>
internal static class FlatUnansweredRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.Record is not null || facts.State.Hangup is not { SendsResult: true } hangup)
        {
            return null;
        }

        if (hangup.Result is { } result)
        {
            return new Verdict(CallOutcome.Missed, OutcomeReasons.ResultNotSuccess, hangup.Id, facts.LastPlace, result);
        }

        if (hangup.TalkDuration == 0)
        {
            return new Verdict(CallOutcome.Missed, OutcomeReasons.NoTalkTime, hangup.Id);
        }

        return facts.LastPlace is { Kind: PlaceKind.Extension or PlaceKind.Group } reached
            ? new Verdict(CallOutcome.Missed, OutcomeReasons.NoSuccess, hangup.Id, reached)
            : null;
    }
}
