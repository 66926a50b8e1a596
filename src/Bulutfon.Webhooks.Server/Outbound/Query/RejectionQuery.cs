using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>What a request asks of the rejections. They are listed in the order of arrival, which is that of their ids.</summary>
/// <param name="Filters">The filters with their values; none has no values.</param>
/// <param name="Period">The time that the rejections arrived in.</param>
/// <param name="Paging">Order and size of the page.</param>
/// <param name="Cursor">Where the page begins; null for the first.</param>
internal sealed record RejectionQuery(IReadOnlyList<(RejectionFilter Filter, IReadOnlyList<string> Values)> Filters, Period Period, Paging Paging, Cursor? Cursor)
{
    private static readonly string[] Names = [.. RejectionFilters.All.Select(filter => filter.Name), Period.FromName, Period.ToName, .. Paging.Names];

    private string List => string.Join('\n', [
        "rejections",
        Paging.Order.ToString(),
        FormattableString.Invariant($"{Period.From}-{Period.To}"),
        .. Filters.Select(each => $"{each.Filter.Name}={JsonSerializer.Serialize(each.Values, QueryJsonContext.Default.IReadOnlyListString)}"),
    ]);

    public static (RejectionQuery Query, ProblemHttpResult? Problem) Read(IQueryCollection sent, TimeZoneInfo zone)
    {
        var parameters = new QueryParameters(sent, Names);
        (RejectionFilter, IReadOnlyList<string>)[] filters = [.. RejectionFilters.All
            .Select(filter => (filter, parameters.List(filter.Name, filter.Read, filter.Allowed)))
            .Where(each => each.Item2.Count > 0)];
        var query = new RejectionQuery(filters, Period.Read(parameters, zone), Paging.Read(parameters), Cursor: null);
        if (query.Paging.CursorText is { } text)
        {
            query = query with { Cursor = Query.Cursor.Read(text, query.List) };
            if (query.Cursor is null)
            {
                parameters.Invalid(Paging.CursorName, text, Query.Cursor.Allowed);
            }
        }

        return (query, parameters.Problem);
    }

    /// <summary>The cursor of the page behind a rejection.</summary>
    public string CursorBehind(Rejection last) => new Cursor(0, last.Id).Write(List);

    /// <summary>The rejections of the page, and one more to tell whether there is another page.</summary>
    public IQueryable<Rejection> Of(IQueryable<RejectionRow> rows)
    {
        rows = Filters.Aggregate(rows, (kept, filter) => filter.Filter.Restrict(kept, filter.Values));
        rows = Period.From is { } from ? rows.Where(row => row.ReceivedAt >= from) : rows;
        rows = Period.To is { } to ? rows.Where(row => row.ReceivedAt < to) : rows;
        if (Cursor is (_, var id, _))
        {
            rows = Paging.Order == SortOrder.Asc ? rows.Where(row => row.Id > id) : rows.Where(row => row.Id < id);
        }

        var ordered = Paging.Order == SortOrder.Asc ? rows.OrderBy(row => row.Id) : rows.OrderByDescending(row => row.Id);
        var limit = Paging.Limit + 1;
        return ordered.Take(limit).Select(Rejection.FromRow);
    }
}
