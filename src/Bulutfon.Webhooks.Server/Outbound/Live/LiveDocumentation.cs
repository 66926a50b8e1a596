using System.Text.Json.Nodes;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>Describes the streams, for which the generator has no words, in the OpenAPI document.</summary>
internal static class LiveDocumentation
{
    private const string MediaType = "text/event-stream";

    private const string EventsExample =
        "event: heartbeat\ndata: {}\n\n"
        + "data: {\"id\":42,\"hook\":\"default\",\"received_at\":\"2015-07-01T15:00:55.812000Z\",\"delivery_count\":1,\"event\":{\"event_type\":\"call_init\",\"uuid\":\"310ba138-77d7-11e5-be8c-6d8ddaa88425\"}}\nid: 42\n\n";

    private const string CallsExample =
        "event: heartbeat\ndata: {}\n\n"
        + "data: {\"uuid\":\"310ba138-77d7-11e5-be8c-6d8ddaa88425\",\"hook\":\"default\",\"direction\":\"IN\",\"caller\":\"905321112233\",\"outcome\":\"in_progress\"}\nid: 42\n\n";

    public static readonly IReadOnlyList<IOpenApiParameter> OfEvents =
    [
        .. QueryDocumentation.EventFiltersAlone,
        .. Place("Begin behind the event with this id; 0 for all that there are. By default a stream begins now."),
    ];

    public static readonly IReadOnlyList<IOpenApiParameter> OfCalls =
    [
        .. QueryDocumentation.Filters(CallFilters.OfOneCall),
        .. Place("Begin with the calls that an event behind this id has changed; 0 for all that there are. By default a stream begins now."),
    ];

    private static OpenApiSchema Sequence => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" };

    public static Task DescribeEvents(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Describe(operation, "Events without end, and heartbeats.", EventsExample);

    public static Task DescribeCalls(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        Describe(operation, "Calls without end, and heartbeats.", CallsExample);

    private static IEnumerable<IOpenApiParameter> Place(string after) =>
    [
        QueryDocumentation.Of(LiveQuery.AfterName, after, Sequence),
        new OpenApiParameter
        {
            Name = LiveQuery.LastEventIdName,
            In = ParameterLocation.Header,
            Description = "The last id that the client has; a browser sends it by itself. Takes precedence over `after`.",
            Schema = Sequence,
        },
    ];

    private static Task Describe(OpenApiOperation operation, string description, string example)
    {
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaType] = new() { Schema = QueryDocumentation.Text, Example = JsonValue.Create(example) },
            },
        };
        return Task.CompletedTask;
    }
}
