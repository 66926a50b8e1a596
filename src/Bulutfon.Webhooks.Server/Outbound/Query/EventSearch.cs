using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reads a page of events: the search index says where they are, the journal has them.</summary>
internal sealed class EventSearch(IJournal journal, IProjectionStore projections, ProjectionFollower follower)
{
    /// <summary>The longest wait for the search to catch up with what was committed before the request.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>How often a page is filled up for events that were found and are gone; then it is a short page.</summary>
    private const int MostRounds = 20;

    public async Task<EventPage> ReadPageAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var indexedTo = await CatchUpAsync(query, cancellationToken);
        var items = new List<StoredEvent>();
        string? next = null;
        for (var round = 0; round < MostRounds; round++)
        {
            var wanted = query.Paging.Limit - items.Count;

            // One more tells whether there is another page.
            var places = await FindAsync(query, wanted + 1, cancellationToken);
            items.AddRange(await ReadAsync([.. places.Take(wanted).Select(place => place.Id)], query, cancellationToken));
            next = places.Count > wanted ? query.CursorBehind(places[wanted - 1]) : null;
            if (next is null || items.Count == query.Paging.Limit)
            {
                break;
            }

            query = query.Behind(places[wanted - 1]);
        }

        return new EventPage(items, next) { IndexedTo = indexedTo };
    }

    /// <returns>How far the index is, if it is not far enough.</returns>
    private async Task<long?> CatchUpAsync(EventQuery query, CancellationToken cancellationToken)
    {
        if (query.Filters.Count == 0)
        {
            return null;
        }

        var committed = journal.LastSequence;
        var indexed = await follower.WaitForAsync(committed, MaxWait, cancellationToken);
        return indexed < committed ? indexed : null;
    }

    private async Task<IReadOnlyList<Place>> FindAsync(EventQuery query, int limit, CancellationToken cancellationToken)
    {
        if (query.Filters.Count > 0)
        {
            // There may be no index yet.
            return follower.Cursor == 0 ? [] : projections.Find(query.ToSearch(), limit, cancellationToken);
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
