using Bulutfon.Webhooks.Server.Journal;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>
/// Finds the events of a page by time alone, which the journal's own index has in the order of the answer: a walk along it from
/// where the page begins, so that its cost does not depend on how far the page is.
/// </summary>
internal static class EventsByTime
{
    /// <summary>The places of the first events of a page.</summary>
    public static IQueryable<EventKey> Find(JournalContext context, EventQuery query, int limit)
    {
        var keys = context.Journal.AsNoTracking().Select(row => new EventKey { Timestamp = row.Timestamp, Id = row.Id });

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

        var ordered = query.Paging.Order == SortOrder.Asc
            ? keys.OrderBy(key => key.Timestamp).ThenBy(key => key.Id)
            : keys.OrderByDescending(key => key.Timestamp).ThenByDescending(key => key.Id);
        return ordered.Take(limit);
    }
}
