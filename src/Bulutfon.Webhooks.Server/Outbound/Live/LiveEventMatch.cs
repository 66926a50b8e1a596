using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>Whether an event has one of a filter's values.</summary>
internal delegate bool HasValue(LiveEvent item, HashSet<string> values);

/// <summary>The filters of <see cref="EventFilters"/>, for an event that nobody has indexed yet.</summary>
internal static class LiveEventMatch
{
    public static readonly IReadOnlyDictionary<string, HasValue> ByName = new Dictionary<string, HasValue>(StringComparer.Ordinal)
    {
        ["uuid"] = (item, values) => Has(values, item.Uuid),
        ["caller"] = (item, values) => Has(values, item.Caller),
        ["callee"] = (item, values) => Has(values, item.Callee),
        ["caller_or_callee"] = (item, values) => Has(values, item.Caller) || Has(values, item.Callee),
        ["destination"] = (item, values) => Has(values, item.Destination),
        ["event_type"] = (item, values) => Has(values, item.EventType),
        ["hook"] = (item, values) => Has(values, item.Hook),
        ["direction"] = (item, values) => Has(values, item.Direction),
    };

    /// <summary>All filters together.</summary>
    public static Predicate<LiveEvent> Of(IEnumerable<(string Name, IReadOnlyList<string> Values)> filters)
    {
        (HasValue HasValue, HashSet<string> Values)[] all = [.. filters.Select(filter => (ByName[filter.Name], filter.Values.ToHashSet(StringComparer.Ordinal)))];
        return all.Length == 0 ? _ => true : item => item.IsReadable && Array.TrueForAll(all, each => each.HasValue(item, each.Values));
    }

    private static bool Has(HashSet<string> values, string? value) => value is not null && values.Contains(value);
}
