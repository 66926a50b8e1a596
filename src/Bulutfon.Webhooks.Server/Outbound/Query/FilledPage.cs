using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>The items of a page, filled up for those that were found and are not shown: they are gone, or changed.</summary>
/// <param name="Items">In the order that was asked for.</param>
/// <param name="NextCursor">Gives the next page; null if this is the last.</param>
internal sealed record FilledPage<TItem>(IReadOnlyList<TItem> Items, string? NextCursor)
{
    /// <summary>How often a page is filled up; then it is a short page.</summary>
    private const int MostRounds = 20;

    /// <param name="query">What is asked for.</param>
    /// <param name="find">Finds as many as are wanted, one for each place.</param>
    /// <param name="placeOf">Where something that was found is.</param>
    /// <param name="read">Gives what is shown of it.</param>
    public static async Task<FilledPage<TItem>> ReadAsync<TQuery, TFilter, TFound>(
        TQuery query,
        Func<TQuery, int, Task<IReadOnlyList<TFound>>> find,
        Func<TFound, Place> placeOf,
        Func<IReadOnlyList<TFound>, Task<IEnumerable<TItem>>> read)
        where TQuery : ListQuery<TQuery, TFilter>
        where TFilter : SearchFilter
    {
        var items = new List<TItem>();
        string? next = null;
        for (var round = 0; round < MostRounds; round++)
        {
            var wanted = query.Paging.Limit - items.Count;

            // One more tells whether there is another page.
            var found = await find(query, wanted + 1);
            items.AddRange(await read([.. found.Take(wanted)]));
            next = found.Count > wanted ? query.CursorBehind(placeOf(found[wanted - 1])) : null;
            if (next is null || items.Count == query.Paging.Limit)
            {
                break;
            }

            query = query.Behind(placeOf(found[wanted - 1]));
        }

        return new FilledPage<TItem>(items, next);
    }
}
