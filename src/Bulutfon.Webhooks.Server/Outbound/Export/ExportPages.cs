using System.Runtime.CompilerServices;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="NextCursor">Gives the next page; null if this is the last.</param>
/// <param name="IndexedTo">The last sequence that could be found, if the search was behind; else null.</param>
internal sealed record ExportPage<T>(IReadOnlyList<T> Items, string? NextCursor, long? IndexedTo);

/// <summary>
/// All that a filter finds, page by page. Each page is a short read of its own: however slow the client is, no read is held
/// open, so the journal's log never grows for it.
/// </summary>
internal sealed class ExportPages(IJournal journal)
{
    /// <summary>Reads the first page at once, so that what fails can still be answered; null if the search cannot yet find all that was there.</summary>
    /// <param name="read">Reads the page at a cursor; the first at null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IAsyncEnumerable<IReadOnlyList<T>>?> OpenAsync<T>(Func<string?, CancellationToken, Task<ExportPage<T>>> read, CancellationToken cancellationToken)
    {
        var committed = await journal.ReadLastSequenceAsync(cancellationToken);
        var first = await read(null, cancellationToken);
        return IsComplete(first, committed) ? WalkAsync(read, first, committed, cancellationToken) : null;
    }

    private static async IAsyncEnumerable<IReadOnlyList<T>> WalkAsync<T>(
        Func<string?, CancellationToken, Task<ExportPage<T>>> read, ExportPage<T> page, long committed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return page.Items;
        while (page.NextCursor is { } next)
        {
            page = await read(next, cancellationToken);
            if (!IsComplete(page, committed))
            {
                throw new InvalidOperationException("The search was made again while its items were exported.");
            }

            yield return page.Items;
        }
    }

    /// <summary>Whether the search knew all that was committed when the export began.</summary>
    private static bool IsComplete<T>(ExportPage<T> page, long committed) => page.IndexedTo is null || page.IndexedTo >= committed;
}
