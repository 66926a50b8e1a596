using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>What a request asks of the calls.</summary>
internal sealed record CallQuery(IReadOnlyList<(CallFilter Filter, IReadOnlyList<string> Values)> Filters, Period Period, Paging Paging, Cursor? Cursor)
    : ListQuery<CallQuery, CallFilter>(Filters, Period, Paging, Cursor)
{
    private static readonly string[] Names = [.. NamesOf(CallFilters.All), Paging.LimitName, Paging.CursorName];

    /// <summary>Whether calls that were returned are left out.</summary>
    public bool IsUnreturned { get; } = Filters.Any(each => each.Filter.Name == CallFilters.Unreturned);

    protected override string Items => "calls";

    public static (CallQuery Query, ProblemHttpResult? Problem) Read(IQueryCollection sent, TimeZoneInfo zone, DateTimeOffset now)
    {
        var parameters = new QueryParameters(sent, Names);
        var query = new CallQuery(ReadFilters(CallFilters.All, parameters), Period.ReadWithLimit(parameters, zone, now), Paging.Read(parameters), Cursor: null);
        return (query.AtCursor(parameters), parameters.Problem);
    }

    /// <summary>Whether a call has the values that are asked for.</summary>
    public bool Matches(FoundCall found, CallSummary summary) => found.IsHere && Filters.All(each => each.Filter.Matches(found, summary, each.Values));

    public override SearchQuery ToSearch() => Filters.Count > 0
        ? base.ToSearch()
        : base.ToSearch() with { AllOf = [[new CallTerm(SearchField.CallAll, CallTerms.Is).Key]] };
}
