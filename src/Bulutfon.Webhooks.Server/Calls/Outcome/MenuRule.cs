namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// The caller hung up in a menu and no person was rung. A record shows it by its callflow. Without one it takes a hangup of the
/// generation that reports a result, so that the lack of SUCCESS says something: an arrival elsewhere may not have been subscribed.
/// </summary>
internal static class MenuRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.IsOutbound || facts.LastPlace is not { Kind: PlaceKind.Menu } menu || facts.Path.Any(place => place.Kind != PlaceKind.Menu))
        {
            return null;
        }

        return (facts.Record, facts.State.Hangup) switch
        {
            ({ Steps.Length: > 0 } record, _) => Verdict(record.Ending, menu),
            (null, { SendsResult: true, TalkDuration: not 0 } hangup) when HangupCauses.MeaningOf(hangup.Cause) == CauseMeaning.Ended => Verdict(hangup, menu),
            _ => null,
        };
    }

    private static Verdict Verdict(Ending ending, Station menu) => new(CallOutcome.AbandonedInMenu, OutcomeReasons.HungUpInMenu, ending.Id, menu);
}
