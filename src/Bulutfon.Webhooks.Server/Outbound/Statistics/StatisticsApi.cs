using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

/// <summary>The calls as figures.</summary>
internal static class StatisticsApi
{
    public static RouteGroupBuilder MapStatistics(this IEndpointRouteBuilder routes)
    {
        var statistics = routes.MapReadingGroup("/api/statistics", "Statistics");
        statistics.MapGet("/", GetStatistics)
            .WithName("GetStatistics")
            .WithSummary("Calls as figures")
            .WithDescription("""
                Counts, answer rate, service level, waits and talks of the calls that began from `from` (inclusive) to `to` (exclusive), or within `time_limit`; without any of them,
                of the last month. Any moment may be given: the time need not begin or end with a quarter hour. `bucket` cuts it where the clock in `Display:TimeZone` begins
                another hour, day or month: an hour that the clock shows twice is two buckets, one that it skips is none, a day has 23 to 25 hours, and the first and last bucket
                may be cut by `from` and `to`. `group_by` counts a call for each extension, group or menu that it reached, with what became of it as a whole, so that groups
                can add up to more than the total. With both, each group has its buckets in which calls began. A call in progress counts as such, and as `unknown` after `Calls:StaleAfter`.
                `missed`, rates, waits and the heat map are of incoming calls, unless `direction` asks for others; `unreached` are the outgoing and internal calls that nobody answered.
                Averages are exact; medians and percentiles are rounded up to a second, beyond an hour to a minute, beyond a day to an hour. Events that were answered 200 before the request are counted; only
                if they cannot catch up within a second, `indexed_to` says how far they are.
                """)
            .DescribeParameters(Parameters)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        return statistics;
    }

    private static IReadOnlyList<IOpenApiParameter> Parameters =>
    [
        .. QueryDocumentation.PeriodOf("started_at"),
        QueryDocumentation.OneOf(StatisticsQuery.BucketName, $"Gives the figures of each hour, day or month too; at most {StatisticsQuery.MaxBuckets} of them.", StatisticsQuery.Buckets),
        QueryDocumentation.OneOf(StatisticsQuery.GroupByName, "Gives the figures of each extension, ring group, menu, hook or direction too.", StatisticsQuery.Groups),
        QueryDocumentation.Of(StatisticsQuery.DirectionName, "Counts calls of this direction alone: IN, OUT or LOCAL, in any case, or another value as Bulutfon sent it.", QueryDocumentation.Text),
        QueryDocumentation.Of(
            StatisticsQuery.NumbersName,
            "How many of the busiest numbers to give.",
            new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = $"{StatisticsQuery.MaxNumbers}", Default = StatisticsQuery.DefaultNumbers }),
    ];

    private static async Task<Results<Ok<CallStatistics>, ProblemHttpResult>> GetStatistics(
        HttpContext context, StatisticsSearch search, IOptions<DisplayOptions> display, TimeProvider time, CancellationToken cancellationToken)
    {
        var (query, problem) = StatisticsQuery.Read(context.Request.Query, display.Value.Zone, time.GetUtcNow());
        return problem is not null ? problem : TypedResults.Ok(await search.ReadAsync(query, cancellationToken));
    }
}
