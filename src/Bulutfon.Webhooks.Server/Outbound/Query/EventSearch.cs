using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reads a page of events: the search keys say which, the journal has them.</summary>
internal sealed class EventSearch(IJournal journal, IProjectionStore projections, ProjectionFollower follower)
{
    /// <summary>The longest wait for the search to catch up with what was committed before the request.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    public async Task<EventPage> ReadPageAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var (keys, indexedTo) = await FindAsync(query, cancellationToken);
        var limit = query.Paging.Limit;
        var next = keys.Count > limit ? query.CursorBehind(keys[limit - 1]) : null;
        return new EventPage(await ReadAsync(keys.Take(limit), cancellationToken), next) { IndexedTo = indexedTo };
    }

    private async Task<(List<EventKey> Keys, long? IndexedTo)> FindAsync(EventQuery query, CancellationToken cancellationToken)
    {
        if (query.Filters.Count == 0)
        {
            await using var context = journal.OpenContext();
            return (await EventKeys.ByTime(context, query).ToListAsync(cancellationToken), null);
        }

        var committed = journal.LastSequence;
        var indexed = await follower.WaitForAsync(committed, MaxWait, cancellationToken);
        long? indexedTo = indexed < committed ? indexed : null;
        if (indexed == 0)
        {
            // There may be no file of projections yet.
            return ([], indexedTo);
        }

        await using var search = projections.OpenContext();
        return (await EventKeys.ByFilter(search, query).ToListAsync(cancellationToken), indexedTo);
    }

    private async Task<IReadOnlyList<StoredEvent>> ReadAsync(IEnumerable<EventKey> keys, CancellationToken cancellationToken)
    {
        List<long> ids = [.. keys.Select(key => key.Id)];
        if (ids.Count == 0)
        {
            return [];
        }

        await using var context = journal.OpenContext();
        var rows = await context.Journal.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        // What was deleted from the journal since, is gone, whatever the search still knows.
        return [.. ids.Where(rows.ContainsKey).Select(id => StoredEvent.Of(rows[id]))];
    }
}
