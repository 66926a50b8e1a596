using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>What a request asks of the events.</summary>
internal sealed record EventQuery(IReadOnlyList<(EventFilter Filter, IReadOnlyList<string> Values)> Filters, Period Period, Paging Paging, Cursor? Cursor)
    : ListQuery<EventQuery, EventFilter>(Filters, Period, Paging, Cursor)
{
    /// <summary>The parameters that say which events, and in which order.</summary>
    public static readonly string[] WholeNames = NamesOf(EventFilters.All);

    private static readonly string[] Names = [.. WholeNames, Paging.LimitName, Paging.CursorName];

    protected override string Items => "events";

    public static (EventQuery Query, ProblemHttpResult? Problem) Read(IQueryCollection sent, TimeZoneInfo zone, DateTimeOffset now)
    {
        var parameters = new QueryParameters(sent, Names);
        var query = Read(parameters, Paging.Read(parameters), zone, now).AtCursor(parameters);
        return (query, parameters.Problem);
    }

    /// <summary>The beginning of all that is asked for, in the largest pages; what is wrong is in <paramref name="parameters"/>.</summary>
    public static EventQuery ReadWhole(QueryParameters parameters, TimeZoneInfo zone, DateTimeOffset now) =>
        Read(parameters, new Paging(Paging.ReadOrder(parameters), Paging.MaxLimit, CursorText: null), zone, now);

    /// <summary>Whether an event has the values that are asked for.</summary>
    public bool Matches(WebhookEvent webhookEvent, string hook) => Filters.All(each => each.Filter.Matches(webhookEvent, hook, each.Values));

    private static EventQuery Read(QueryParameters parameters, Paging paging, TimeZoneInfo zone, DateTimeOffset now) =>
        new(ReadFilters(EventFilters.All, parameters), Period.ReadWithLimit(parameters, zone, now), paging, Cursor: null);
}
