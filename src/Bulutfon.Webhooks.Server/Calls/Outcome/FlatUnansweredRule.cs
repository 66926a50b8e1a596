namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Nobody answered, as a flat hangup shows that reports results (2021) and did not report SUCCESS: with a result that says so, without a
/// second of talk, or after an incoming call had reached an extension or group by way of a menu that explains its talk. That an
/// outbound call reached one's own extension says nothing of the far end, and a result that nobody knows says nothing at all.
/// </summary>
internal static class FlatUnansweredRule
{
    /// <summary>Talk is sent in whole seconds, and a menu's arrival comes a little before its answer.</summary>
    private const double Tolerance = 2;

    /// <summary>Results that say that nobody answered, beside the hangup causes that do. Bulutfon documents SUCCESS alone.</summary>
    private static readonly string[] Failures =
        ["FAILED", "FAIL", "FAILURE", "ERROR", "MISSED", "UNANSWERED", "NOT_ANSWERED", "NOANSWER", "TIMEOUT", "BUSY", "REJECTED", "CANCEL", "CANCELED", "CANCELLED"];

    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.Record is not null || facts.State.Hangup is not { SendsResult: true } hangup)
        {
            return null;
        }

        if (hangup.Result is { } result && ((hangup.TalkDuration == 0 && !CodeWord.Is(result, OriginationResult.Answered.Value)) || CodeWord.IsOneOf(result, Failures)))
        {
            return new Verdict(CallOutcome.Missed, OutcomeReasons.ResultNotSuccess, hangup.Id, facts.LastPlace, result);
        }

        if (hangup.Result is { } unknown)
        {
            return new Verdict(CallOutcome.Unknown, OutcomeReasons.ResultNotKnown, hangup.Id, Cause: unknown);
        }

        if (hangup.TalkDuration == 0)
        {
            return new Verdict(CallOutcome.Missed, OutcomeReasons.NoTalkTime, hangup.Id);
        }

        return !facts.IsOutbound && facts.LastPlace is { Kind: PlaceKind.Extension or PlaceKind.Group } reached && IsTalkOfMenu(facts, hangup)
            ? new Verdict(CallOutcome.Missed, OutcomeReasons.NoSuccess, hangup.Id, reached)
            : null;
    }

    /// <summary>
    /// Whether the talk is the time since a menu answered, ringing included. Without a menu, or when it counts from another moment,
    /// somebody else may have answered.
    /// </summary>
    private static bool IsTalkOfMenu(CallFacts facts, Ending hangup)
    {
        foreach (var arrival in facts.State.Arrivals)
        {
            if (arrival.Kind == PlaceKind.Menu)
            {
                return CallDurations.Seconds(arrival.Timestamp, hangup.Timestamp) is { } sinceMenu
                    && Math.Abs(sinceMenu - (hangup.TalkDuration ?? 0)) <= Tolerance;
            }
        }

        return false;
    }
}
