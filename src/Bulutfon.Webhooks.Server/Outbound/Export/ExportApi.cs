using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>Whole lists as files.</summary>
internal static class ExportApi
{
    public static IEndpointRouteBuilder MapExport(this IEndpointRouteBuilder routes)
    {
        routes.MapReadingGroup("/api/events", "Events").MapGet("/export", ExportEvents)
            .RequireAuthorization(Policies.Operator)
            .WithMetadata(new CompressedAnswer())
            .WithName("ExportEvents")
            .WithSummary("Events as a file")
            .WithDescription("""
                All events that the filters of `GET /api/events` find, as CSV, Excel workbook, or NDJSON (one event a line, as the API gives it). CSV and workbook have a row an
                event, times in the server's time zone, and numbers as people write them. An error before the first byte is a problem; later the connection is cut off,
                so that a part is never taken for the whole. Compressed if the client accepts it.
                """)
            .DescribeParameters(ExportDocumentation.OfEvents)
            .AddOpenApiOperationTransformer(ExportDocumentation.DescribeAnswer)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        return routes;
    }

    private static async Task<Results<ExportResult<StoredEvent>, ProblemHttpResult>> ExportEvents(
        HttpContext context, EventPages pages, IOptions<DisplayOptions> display, IOptions<JsonOptions> json, TimeProvider time, CancellationToken cancellationToken)
    {
        var (zone, now) = (display.Value.Zone, time.GetUtcNow());
        var parameters = new QueryParameters(context.Request.Query, [.. ExportQuery.Names, .. EventQuery.WholeNames]);
        var format = ExportQuery.ReadFormat(parameters, zone);
        var query = EventQuery.ReadWhole(parameters, zone, now);
        if (parameters.Problem is { } problem)
        {
            return problem;
        }

        if (await pages.OpenAsync(query, cancellationToken) is not { } found)
        {
            return Problem.Busy(context, StoreProblems.Code, "The search has not caught up with what was received, so the file would not be complete. Try again later.", CommitHealth.MinRetryAfter);
        }

        var table = new ExportTable<StoredEvent>("events", EventColumns.All, (JsonTypeInfo<StoredEvent>)json.Value.SerializerOptions.GetTypeInfo(typeof(StoredEvent)), found);
        return new ExportResult<StoredEvent>(table, format, ExportName.Of(table.Name, query.Period, now, zone));
    }
}
