using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>The stations of a call in their order: of the record's callflow, else of the arrivals.</summary>
internal static class CallPath
{
    public static IReadOnlyList<Station> Of(CallFacts facts)
    {
        var path = new List<Station>();
        foreach (var step in facts.Steps)
        {
            if (step.Kind != PlaceKind.Did && !(NumberKey.AreOne(step.Number, facts.Callee) && (step.Kind == PlaceKind.Unknown || (step.Kind == PlaceKind.Number && facts.IsInbound))))
            {
                Add(path, new Station(step.Kind, step.Number));
            }

            if (step.PickedUpBy is { } leg && leg != step.Number)
            {
                Add(path, Station.OfLeg(step.Kind, leg));
            }
        }

        if (path.Count == 0)
        {
            foreach (var arrival in facts.State.Arrivals)
            {
                Add(path, new Station(arrival.Kind, arrival.Destination));
            }
        }

        return path;
    }

    private static void Add(List<Station> path, Station place)
    {
        if (path.Count == 0 || path[^1] != place)
        {
            path.Add(place);
        }
    }
}
