using System.Text.Json;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>What a request asks of a list that the search index answers, all values checked and in the form in which they are stored.</summary>
/// <param name="Filters">The filters with their values, by selectivity; none has no values.</param>
/// <param name="Period">The time of the items.</param>
/// <param name="Paging">Order and size of the page.</param>
/// <param name="Cursor">Where the page begins; null for the first.</param>
internal abstract record ListQuery<TQuery, TFilter>(IReadOnlyList<(TFilter Filter, IReadOnlyList<string> Values)> Filters, Period Period, Paging Paging, Cursor? Cursor)
    where TQuery : ListQuery<TQuery, TFilter>
    where TFilter : SearchFilter
{
    /// <summary>What the list is of.</summary>
    protected abstract string Items { get; }

    /// <summary>Everything that makes the list what it is, so that a cursor of one is not taken for another's.</summary>
    private string List => string.Join('\n', [
        Items,
        Paging.Order.ToString(),
        Period.TimeLimit ?? FormattableString.Invariant($"{Period.From}-{Period.To}"),
        .. Filters.Select(each => $"{each.Filter.Name}={JsonSerializer.Serialize(each.Values, QueryJsonContext.Default.IReadOnlyListString)}"),
    ]);

    /// <summary>The parameters that say which items, and in which order.</summary>
    protected static string[] NamesOf(IEnumerable<TFilter> filters) =>
        [.. filters.Select(filter => filter.Name), Period.FromName, Period.ToName, Period.TimeLimitName, Paging.OrderName];

    protected static IReadOnlyList<(TFilter Filter, IReadOnlyList<string> Values)> ReadFilters(IEnumerable<TFilter> filters, QueryParameters parameters) =>
        [.. filters.Select(filter => (filter, Values: parameters.List(filter.Name, filter.Read, filter.Allowed))).Where(each => each.Values.Count > 0)];

    /// <summary>The cursor of the page behind an item.</summary>
    public string CursorBehind(Place last) => CursorAt(last).Write(List);

    /// <summary>The same list, from behind an item on.</summary>
    public TQuery Behind(Place last) => (TQuery)(this with { Cursor = CursorAt(last) });

    /// <summary>The page at a cursor that a page of this query gave.</summary>
    public TQuery At(string nextCursor) => (TQuery)(this with { Cursor = Query.Cursor.Read(nextCursor, List) });

    /// <summary>The query as the search index understands it.</summary>
    public virtual SearchQuery ToSearch() => new(
        [.. Filters.Select(each => each.Filter.KeysOf(each.Values))],
        Period.From,
        Period.To,
        Paging.Order == SortOrder.Asc ? PlaceOrder.Ascending : PlaceOrder.Descending,
        Cursor is var (timestamp, id, _) ? new Place(timestamp, id) : null);

    /// <summary>The page that the parameter <c>cursor</c> asks for.</summary>
    protected TQuery AtCursor(QueryParameters parameters)
    {
        if (Paging.CursorText is not { } text)
        {
            return (TQuery)this;
        }

        if (Query.Cursor.Read(text, List) is not { } cursor)
        {
            parameters.Invalid(Paging.CursorName, text, Query.Cursor.Allowed);
            return (TQuery)this;
        }

        // The last hour of the first page is that of every other: items do not drop out between two pages.
        return (TQuery)(this with { Cursor = cursor, Period = Period.TimeLimit is null ? Period : Period with { From = cursor.Since } });
    }

    private Cursor CursorAt(Place last) => new(last.Timestamp, last.Id, Period.TimeLimit is null ? 0 : Period.From ?? 0);
}
