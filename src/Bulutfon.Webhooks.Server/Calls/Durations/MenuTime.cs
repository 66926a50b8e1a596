namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>How long the caller listened to menus, in seconds.</summary>
internal static class MenuTime
{
    public static double? Of(CallFacts facts, CallOutcome outcome) =>
        outcome == CallOutcome.Fax ? null
        : facts.Steps.Count > 0 ? OfRecord(facts)
        : OfArrivals(facts, outcome);

    /// <summary>From a menu's answer to its end or to the next station, whichever comes first.</summary>
    private static double? OfRecord(CallFacts facts)
    {
        double sum = 0;
        for (var i = 0; i < facts.Steps.Count; i++)
        {
            var step = facts.Steps[i];
            if (step.Kind == PlaceKind.Menu && (step.Answer ?? step.Start) is { } start)
            {
                var next = i + 1 < facts.Steps.Count ? facts.Steps[i + 1].Start : null;
                var end = step.End is { } own && next is { } following ? Math.Min(own, following) : step.End ?? next ?? facts.EndedAt;
                sum += CallDurations.Seconds(start, end) ?? 0;
            }
        }

        return Math.Round(sum, 3);
    }

    /// <summary>From one arrival to the next. When a call left its last station for a person is not said.</summary>
    private static double? OfArrivals(CallFacts facts, CallOutcome outcome)
    {
        var arrivals = facts.State.Arrivals;
        if (!arrivals.Any(arrival => arrival.Kind == PlaceKind.Menu))
        {
            return null;
        }

        double sum = 0;
        for (var i = 0; i < arrivals.Length; i++)
        {
            if (arrivals[i].Kind != PlaceKind.Menu)
            {
                continue;
            }

            if (i + 1 == arrivals.Length && outcome != CallOutcome.AbandonedInMenu)
            {
                return null;
            }

            sum += CallDurations.Seconds(arrivals[i].Timestamp, i + 1 < arrivals.Length ? arrivals[i + 1].Timestamp : facts.EndedAt) ?? 0;
        }

        return Math.Round(sum, 3);
    }
}
