using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>What the events were about.</summary>
internal static class CallsApi
{
    /// <summary>The one character that routing leaves escaped in a part of a path.</summary>
    private const string EscapedSlash = "%2F";

    public static RouteGroupBuilder MapCalls(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapReadingGroup("/api/calls", "Calls");
        calls.MapGet("/", ListCalls)
            .WithName("ListCalls")
            .WithSummary("Find calls")
            .WithDescription("""
                A page of calls, newest first unless `order=asc`: one item for each `uuid`, made of all its events. Filters are combined; a list, separated by commas,
                means any of its values. `from` is inclusive, `to` exclusive, both about `started_at`; `time_limit` replaces them. The next page is at the `Link`
                header with `rel="next"`, or has the same parameters and `cursor` from `next_cursor`. A call that changes meanwhile may change its place. Events
                that were answered 200 before the request are in the calls; only if they cannot catch up within a second, `indexed_to` says how far they are.
                """)
            .DescribeParameters(QueryDocumentation.OfCalls(CallFilters.All))
            .ProducesProblem(StatusCodes.Status400BadRequest);
        calls.MapGet("/{uuid}", GetCall)
            .WithName("GetCall")
            .WithSummary("One call, step by step")
            .WithDescription("The call with its timeline, each step with the event that says so, and an explanation in English and Turkish of why it counts as it does.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return calls;
    }

    private static async Task<Results<Ok<CallPage>, ProblemHttpResult>> ListCalls(
        HttpContext context, CallSearch search, IOptions<DisplayOptions> display, TimeProvider time, CancellationToken cancellationToken)
    {
        var (query, problem) = CallQuery.Read(context.Request.Query, display.Value.Zone, time.GetUtcNow());
        if (problem is not null)
        {
            return problem;
        }

        var page = await search.ReadPageAsync(query, cancellationToken);
        NextLink.Add(context, page.NextCursor);
        return TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<CallDetails>, ProblemHttpResult>> GetCall(
        string uuid, CallReading calls, CancellationToken cancellationToken)
    {
        var details = await calls.ReadAsync(uuid, cancellationToken);
        if (details is null && uuid.Contains(EscapedSlash, StringComparison.OrdinalIgnoreCase))
        {
            details = await calls.ReadAsync(uuid.Replace(EscapedSlash, "/", StringComparison.OrdinalIgnoreCase), cancellationToken);
        }

        return details is null
            ? Problem.Of(StatusCodes.Status404NotFound, "call_not_found", "There is no call with this uuid. GET /api/calls lists those that there are.")
            : TypedResults.Ok(details);
    }
}
