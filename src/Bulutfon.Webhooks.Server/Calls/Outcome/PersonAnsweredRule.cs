namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Inbound and internal calls: a person answered when a leg picked up, or an extension or group that the call was connected to has
/// an answer time. A menu's answer time says nothing.
/// </summary>
internal static class PersonAnsweredRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (facts.IsOutbound || facts.Steps.FirstOrDefault(step => step.PersonAnswered) is not { } answered)
        {
            return null;
        }

        var place = answered.PickedUpBy is { } leg ? Station.OfLeg(answered.Kind, leg) : new Station(answered.Kind, answered.Number);
        var reason = answered.PickedUp ? OutcomeReasons.LegPickedUp : OutcomeReasons.ConnectedAndAnswered;
        return new Verdict(CallOutcome.Answered, reason, facts.Record!.Ending.Id, place);
    }
}
