using System.Text.Json.Nodes;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>Describes the exports in the OpenAPI document.</summary>
internal static class ExportDocumentation
{
    private static readonly IReadOnlyList<IOpenApiParameter> OfFiles =
    [
        QueryDocumentation.OneOf(ExportQuery.FormatName, "The kind of file; `csv` by default.", "csv", "xlsx", "ndjson"),
        QueryDocumentation.OneOf(ExportQuery.DelimiterName, "Between the cells of a CSV; a comma by default. Turkish Excel expects `;`.", ",", ";", "tab"),
        QueryDocumentation.OneOf(ExportQuery.DecimalName, "The mark in a CSV's numbers that are not whole; `point` by default.", "point", "comma"),
    ];

    public static readonly IReadOnlyList<IOpenApiParameter> OfEvents = [.. OfFiles, .. QueryDocumentation.OfAllEvents];

    public static readonly IReadOnlyList<IOpenApiParameter> OfCalls = [.. OfFiles, .. QueryDocumentation.OfAllCalls(CallFilters.All)];

    public static Task DescribeEvents(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) => Describe(
        operation,
        "id,occurred_at,event_type,direction,caller\r\n42,2015-07-01 18:00:51,call_init,IN,0532 111 00 00\r\n",
        "{\"id\":42,\"hook\":\"default\"}\n");

    public static Task DescribeCalls(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) => Describe(
        operation,
        "started_at,direction,caller,callee,did,outcome\r\n2015-07-01 18:00:51,IN,0532 111 00 00,0850 885 00 00,0850 885 00 00,missed\r\n",
        "{\"uuid\":\"310ba138-77d7-11e5-be8c-6d8ddaa88425\",\"hook\":\"default\",\"outcome\":\"missed\"}\n");

    private static Task Describe(OpenApiOperation operation, string csv, string ndjson)
    {
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "The file, as an attachment whose name tells the time that it is of.",
            Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                ["Content-Disposition"] = new OpenApiHeader { Description = "An attachment and its name.", Schema = QueryDocumentation.Text },
            },
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [CsvFormat.MediaType] = Content(csv),
                [NdjsonFormat.MediaType] = Content(ndjson),
                ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = Content("PK…"),
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiMediaType Content(string example) => new() { Schema = QueryDocumentation.Text, Example = JsonValue.Create(example) };
}
