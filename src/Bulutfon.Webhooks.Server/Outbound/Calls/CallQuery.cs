using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>What a request asks of the calls.</summary>
internal sealed record CallQuery(IReadOnlyList<(CallFilter Filter, IReadOnlyList<string> Values)> Filters, Period Period, Paging Paging, Cursor? Cursor)
    : ListQuery<CallQuery, CallFilter>(Filters, Period, Paging, Cursor)
{
    /// <summary>The parameters that say which calls, and in which order.</summary>
    public static readonly string[] WholeNames = NamesOf(CallFilters.All);

    private static readonly string[] Names = [.. WholeNames, Paging.LimitName, Paging.CursorName];

    /// <summary>Whether calls that were returned are left out.</summary>
    public bool IsUnreturned { get; } = Filters.Any(each => each.Filter.Name == CallFilters.Unreturned);

    protected override string Items => "calls";

    public static (CallQuery Query, ProblemHttpResult? Problem) Read(IQueryCollection sent, TimeZoneInfo zone, DateTimeOffset now)
    {
        var parameters = new QueryParameters(sent, Names);
        var query = Read(parameters, Paging.Read(parameters), zone, now).AtCursor(parameters);
        return (query, parameters.Problem);
    }

    /// <summary>The beginning of all that is asked for, in the largest pages; what is wrong is in <paramref name="parameters"/>.</summary>
    public static CallQuery ReadWhole(QueryParameters parameters, TimeZoneInfo zone, DateTimeOffset now) =>
        Read(parameters, new Paging(Paging.ReadOrder(parameters), Paging.MaxLimit, CursorText: null), zone, now);

    /// <summary>Whether a call has the values that are asked for.</summary>
    public bool Matches(FoundCall found, CallSummary summary) => found.IsHere && Filters.All(each => each.Filter.Matches(found, summary, each.Values));

    public override SearchQuery ToSearch() => Filters.Count > 0
        ? base.ToSearch()
        : base.ToSearch() with { AllOf = [[new CallTerm(SearchField.CallAll, CallTerms.Is).Key]] };

    private static CallQuery Read(QueryParameters parameters, Paging paging, TimeZoneInfo zone, DateTimeOffset now) =>
        new(ReadFilters(CallFilters.All, parameters), Period.ReadWithLimit(parameters, zone, now), paging, Cursor: null);
}
