using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// What each step of a record is, by all events of the call: what an arrival says of a station counts before all else, and the own number of an incoming call is no
/// station. A first step that only sent the call on to a group or menu is no person, unless phones rang there.
/// </summary>
internal static class StationKinds
{
    public static IReadOnlyList<RecordStep> Of(CallState state, string? callee, bool isInbound)
    {
        if (state.Record?.Steps is not { Length: > 0 } steps)
        {
            return [];
        }

        RecordStep[]? changed = null;
        for (var i = 0; i < steps.Length; i++)
        {
            var kind = KindOf(steps[i], state.Arrivals, callee, isInbound);
            if (kind != steps[i].Kind)
            {
                changed ??= [.. steps];
                changed[i] = steps[i] with { Kind = kind };
            }
        }

        return changed ?? steps;
    }

    /// <summary>What a step is.</summary>
    public static PlaceKind KindOf(RecordStep step, Arrival[] arrivals, string? callee, bool isInbound)
    {
        foreach (var arrival in arrivals)
        {
            if (step.Number is not null && NumberKey.AreOne(arrival.Destination, step.Number))
            {
                return arrival.Kind;
            }
        }

        if (step.Begins is null || !isInbound || step.Kind == PlaceKind.Did)
        {
            return step.Kind;
        }

        return NumberKey.AreOne(step.Number, callee) ? PlaceKind.Did
            : step.Begins is PlaceKind.Group or PlaceKind.Menu && !step.Rang ? PlaceKind.Menu
            : step.Kind;
    }
}
