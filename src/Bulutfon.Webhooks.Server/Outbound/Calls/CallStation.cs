using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>What a call reached.</summary>
/// <param name="Kind"><c>menu</c>, <c>group</c>, <c>extension</c>, <c>did</c> or <c>number</c>.</param>
/// <param name="Number">Its number; null if it is not said.</param>
internal sealed record CallStation(string Kind, string? Number)
{
    public static CallStation Of(Station station) => new(station.KindName, station.Number);
}
