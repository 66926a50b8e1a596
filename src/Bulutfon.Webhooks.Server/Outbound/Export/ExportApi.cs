using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.Http.HttpResults;

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
            .AddOpenApiOperationTransformer(ExportDocumentation.DescribeEvents)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapReadingGroup("/api/calls", "Calls").MapGet("/export", ExportCalls)
            .RequireAuthorization(Policies.Operator)
            .WithMetadata(new CompressedAnswer())
            .WithName("ExportCalls")
            .WithSummary("Calls as a file")
            .WithDescription("""
                All calls that the filters of `GET /api/calls` find, as CSV, Excel workbook, or NDJSON (one call a line, as the API gives it). CSV and workbook have a row a
                call, times in the server's time zone, numbers as people write them, durations in seconds, reasons in English and Turkish. Calls are as of the moment they are
                read; one whose beginning changes meanwhile may come twice or not at all. Errors and compression are those of `GET /api/events/export`.
                """)
            .DescribeParameters(ExportDocumentation.OfCalls)
            .AddOpenApiOperationTransformer(ExportDocumentation.DescribeCalls)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        return routes;
    }

    private static Task<Results<ExportResult<StoredEvent>, ProblemHttpResult>> ExportEvents(
        HttpContext context, EventSearch search, ExportAnswer answer, CancellationToken cancellationToken) =>
        answer.OfAsync(
            context,
            "events",
            EventColumns.All,
            EventQuery.WholeNames,
            (parameters, zone, now) =>
            {
                var query = EventQuery.ReadWhole(parameters, zone, now);
                return new WholeList<StoredEvent>(query.Period, (cursor, ending) => ReadAsync(search, cursor is null ? query : query.At(cursor), ending));
            },
            cancellationToken);

    private static Task<Results<ExportResult<Call>, ProblemHttpResult>> ExportCalls(
        HttpContext context, CallSearch search, ExportAnswer answer, CancellationToken cancellationToken) =>
        answer.OfAsync(
            context,
            "calls",
            CallColumns.All,
            CallQuery.WholeNames,
            (parameters, zone, now) =>
            {
                var query = CallQuery.ReadWhole(parameters, zone, now);
                return new WholeList<Call>(query.Period, (cursor, ending) => ReadAsync(search, cursor is null ? query : query.At(cursor), ending));
            },
            cancellationToken);

    private static async Task<ExportPage<StoredEvent>> ReadAsync(EventSearch search, EventQuery query, CancellationToken cancellationToken)
    {
        var page = await search.ReadPageAsync(query, cancellationToken);
        return new ExportPage<StoredEvent>(page.Items, page.NextCursor, page.IndexedTo);
    }

    private static async Task<ExportPage<Call>> ReadAsync(CallSearch search, CallQuery query, CancellationToken cancellationToken)
    {
        var page = await search.ReadPageAsync(query, cancellationToken);
        return new ExportPage<Call>(page.Items, page.NextCursor, page.IndexedTo);
    }
}
