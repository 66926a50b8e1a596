namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Outbound calls: answered when the far end answered. One's own extension picking up, as in a call that was started through the API,
/// is no answer, nor is another number than the called one. A record without a callflow has one answer time, the far end's.
/// </summary>
internal static class FarEndAnsweredRule
{
    public static Verdict? Judge(CallFacts facts)
    {
        if (!facts.IsOutbound || facts.Record is not { } record)
        {
            return null;
        }

        var answered = facts.Steps.FirstOrDefault(facts.FarEndAnswered);
        if (answered is null && (facts.Steps.Count > 0 || record.AnswerTime is null))
        {
            return null;
        }

        return new Verdict(CallOutcome.Answered, OutcomeReasons.FarEndAnswered, record.Ending.Id, new Station(PlaceKind.Number, answered?.Number ?? facts.Callee));
    }
}
