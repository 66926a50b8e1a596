using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reads a page of events: the search index says where they are, the journal has them.</summary>
internal sealed class EventSearch(IJournal journal, IProjectionStore projections, CatchUp catchUp)
{
    public async Task<EventPage> ReadPageAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var indexedTo = query.Filters.Count == 0 ? null : await catchUp.WaitAsync(cancellationToken);
        var page = await FilledPage<StoredEvent>.ReadAsync<EventQuery, EventFilter, Place>(
            query,
            (behind, limit) => FindAsync(behind, limit, cancellationToken),
            place => place,
            places => ReadAsync([.. places.Select(place => place.Id)], query, cancellationToken));
        return new EventPage(page.Items, page.NextCursor) { IndexedTo = indexedTo };
    }

    private async Task<IReadOnlyList<Place>> FindAsync(EventQuery query, int limit, CancellationToken cancellationToken)
    {
        if (query.Filters.Count > 0)
        {
            return catchUp.HasIndex ? projections.Find(query.ToSearch(), limit, cancellationToken) : [];
        }

        await using var context = journal.OpenContext();
        var keys = await EventsByTime.Find(context, query, limit).ToListAsync(cancellationToken);
        return [.. keys.Select(key => new Place(key.Timestamp, key.Id))];
    }

    private async Task<IEnumerable<StoredEvent>> ReadAsync(List<long> ids, EventQuery query, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var context = journal.OpenContext();
        var rows = await context.Journal.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);

        // What was deleted from the journal since, is gone, whatever the index still knows; and a key may stand for another value too.
        return ids.Where(rows.ContainsKey)
            .Select(id => StoredEvent.Of(rows[id]))
            .Where(stored => stored.Event is null ? query.Filters.Count == 0 : query.Matches(stored.Event, stored.Hook));
    }
}
