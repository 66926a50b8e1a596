using System.Text.Json;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>What a request asks of the events, all values checked and in the form in which they are stored.</summary>
/// <param name="Filters">The filters with their values, by selectivity; none has no values.</param>
/// <param name="Period">The time that the events are of.</param>
/// <param name="Paging">Order and size of the page.</param>
/// <param name="Cursor">Where the page begins; null for the first.</param>
internal sealed record EventQuery(IReadOnlyList<(EventFilter Filter, IReadOnlyList<string> Values)> Filters, Period Period, Paging Paging, Cursor? Cursor)
{
    /// <summary>The parameters that say which events, and in which order.</summary>
    public static readonly string[] WholeNames =
        [.. EventFilters.All.Select(filter => filter.Name), Period.FromName, Period.ToName, Period.TimeLimitName, Paging.OrderName];

    private static readonly string[] Names = [.. WholeNames, Paging.LimitName, Paging.CursorName];

    /// <summary>Everything that makes the list what it is, so that a cursor of one is not taken for another's.</summary>
    private string List => string.Join('\n', [
        "events",
        Paging.Order.ToString(),
        Period.TimeLimit ?? FormattableString.Invariant($"{Period.From}-{Period.To}"),
        .. Filters.Select(each => $"{each.Filter.Name}={JsonSerializer.Serialize(each.Values, QueryJsonContext.Default.IReadOnlyListString)}"),
    ]);

    public static (EventQuery Query, ProblemHttpResult? Problem) Read(IQueryCollection sent, TimeZoneInfo zone, DateTimeOffset now)
    {
        var parameters = new QueryParameters(sent, Names);
        var query = Read(parameters, Paging.Read(parameters), zone, now);
        return (query.Paging.CursorText is { } text ? query.Behind(text, parameters) : query, parameters.Problem);
    }

    /// <summary>The beginning of all that is asked for, in the largest pages; what is wrong is in <paramref name="parameters"/>.</summary>
    public static EventQuery ReadWhole(QueryParameters parameters, TimeZoneInfo zone, DateTimeOffset now) =>
        Read(parameters, new Paging(Paging.ReadOrder(parameters), Paging.MaxLimit, CursorText: null), zone, now);

    /// <summary>The page at a cursor that a page of this query gave.</summary>
    public EventQuery At(string nextCursor) => this with { Cursor = Query.Cursor.Read(nextCursor, List) };

    private static EventQuery Read(QueryParameters parameters, Paging paging, TimeZoneInfo zone, DateTimeOffset now)
    {
        (EventFilter, IReadOnlyList<string> Values)[] filters = [.. EventFilters.All
            .Select(filter => (filter, parameters.List(filter.Name, filter.Read, QueryParameters.AllowedTexts)))
            .Where(each => each.Item2.Count > 0)];
        var period = Period.ReadWithLimit(parameters, zone, now);
        return new EventQuery(filters, period, paging, Cursor: null);
    }

    /// <summary>The cursor of the page behind an event.</summary>
    public string CursorBehind(Place last) => CursorAt(last).Write(List);

    /// <summary>The same list, from behind an event on.</summary>
    public EventQuery Behind(Place last) => this with { Cursor = CursorAt(last) };

    /// <summary>Whether an event has the values that are asked for.</summary>
    public bool Matches(WebhookEvent webhookEvent, string hook) => Filters.All(each => each.Filter.Matches(webhookEvent, hook, each.Values));

    /// <summary>The query as the search index understands it.</summary>
    public SearchQuery ToSearch() => new(
        [.. Filters.Select(each => each.Filter.KeysOf(each.Values))],
        Period.From,
        Period.To,
        Paging.Order == SortOrder.Asc ? PlaceOrder.Ascending : PlaceOrder.Descending,
        Cursor is var (timestamp, id, _) ? new Place(timestamp, id) : null);

    private Cursor CursorAt(Place last) => new(last.Timestamp, last.Id, Period.TimeLimit is null ? 0 : Period.From ?? 0);

    private EventQuery Behind(string text, QueryParameters parameters)
    {
        if (Query.Cursor.Read(text, List) is not { } cursor)
        {
            parameters.Invalid(Paging.CursorName, text, Query.Cursor.Allowed);
            return this;
        }

        // The last hour of the first page is that of every other: events do not drop out between two pages.
        return this with { Cursor = cursor, Period = Period.TimeLimit is null ? Period : Period with { From = cursor.Since } };
    }
}
