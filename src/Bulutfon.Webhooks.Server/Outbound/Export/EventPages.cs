using System.Runtime.CompilerServices;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>
/// All that a filter finds, page by page. Each page is a short read of its own: however slow the client is, no read is held
/// open, so the journal's log never grows for it.
/// </summary>
internal sealed class EventPages(EventSearch search, IJournal journal)
{
    /// <summary>Reads the first page at once, so that what fails can still be answered; null if the search cannot yet find all that was there.</summary>
    public async Task<IAsyncEnumerable<IReadOnlyList<StoredEvent>>?> OpenAsync(EventQuery query, CancellationToken cancellationToken)
    {
        var committed = await journal.ReadLastSequenceAsync(cancellationToken);
        var first = await search.ReadPageAsync(query, cancellationToken);
        return IsComplete(first, committed) ? WalkAsync(query, first, committed, cancellationToken) : null;
    }

    private async IAsyncEnumerable<IReadOnlyList<StoredEvent>> WalkAsync(
        EventQuery query, EventPage page, long committed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return page.Items;
        while (page.NextCursor is { } next)
        {
            page = await search.ReadPageAsync(query.At(next), cancellationToken);
            if (!IsComplete(page, committed))
            {
                throw new InvalidOperationException("The search was made again while its events were exported.");
            }

            yield return page.Items;
        }
    }

    /// <summary>Whether the search knew all that was committed when the export began.</summary>
    private static bool IsComplete(EventPage page, long committed) => page.IndexedTo is null || page.IndexedTo >= committed;
}
