using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>
/// Finds the events of a page, and one more to tell whether there is another page. Each query is a walk along one index from
/// where the page begins, in the order of the answer, so that its cost does not depend on how far the page is.
/// </summary>
internal static class EventKeys
{
    /// <summary>The first of the filters drives the query: one branch for each of its values, merged.</summary>
    public static IQueryable<EventKey> ByFilter(ProjectionContext context, EventQuery query)
    {
        var (driver, values) = query.Filters[0];
        var pages = driver.Branches(context.SearchKeys.AsNoTracking(), values)
            .Select(branch => query.Filters.Skip(1).Aggregate(branch, (rows, other) => other.Filter.Restrict(rows, other.Values)))
            .Select(branch => Page(branch.Select(row => new EventKey { Timestamp = row.Timestamp, Id = row.Id }), query))
            .ToList();
        return pages.Count == 1 ? pages[0] : FirstOf(pages.Aggregate((merged, page) => merged.Concat(page)), query);
    }

    /// <summary>Without a filter the journal has the order itself.</summary>
    public static IQueryable<EventKey> ByTime(JournalContext context, EventQuery query) =>
        Page(context.Journal.AsNoTracking().Select(row => new EventKey { Timestamp = row.Timestamp, Id = row.Id }), query);

    private static IQueryable<EventKey> Page(IQueryable<EventKey> keys, EventQuery query)
    {
        // One lower and one upper bound: of two on the same side SQLite would seek by one, perhaps the weaker.
        var (low, high) = (query.Period.From, query.Period.To - 1);
        if (query.Cursor is var (timestamp, id, _))
        {
            if (query.Paging.Order == SortOrder.Asc)
            {
                low = Math.Max(low ?? timestamp, timestamp);
                keys = keys.Where(key => key.Timestamp > timestamp || key.Id > id);
            }
            else
            {
                high = Math.Min(high ?? timestamp, timestamp);
                keys = keys.Where(key => key.Timestamp < timestamp || key.Id < id);
            }
        }

        if (low is { } first)
        {
            keys = keys.Where(key => key.Timestamp >= first);
        }

        if (high is { } last)
        {
            keys = keys.Where(key => key.Timestamp <= last);
        }

        return FirstOf(keys, query);
    }

    private static IQueryable<EventKey> FirstOf(IQueryable<EventKey> keys, EventQuery query)
    {
        var ordered = query.Paging.Order == SortOrder.Asc
            ? keys.OrderBy(key => key.Timestamp).ThenBy(key => key.Id)
            : keys.OrderByDescending(key => key.Timestamp).ThenByDescending(key => key.Id);
        var limit = query.Paging.Limit + 1;
        return ordered.Take(limit);
    }
}
