using System.Text.Json.Nodes;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>Describes the streams, for which the generator has no words, in the OpenAPI document.</summary>
internal static class LiveDocumentation
{
    private const string MediaType = "text/event-stream";

    private const string Example =
        "event: heartbeat\ndata: {}\n\n"
        + "data: {\"id\":42,\"hook\":\"default\",\"received_at\":\"2015-07-01T15:00:55.812000Z\",\"delivery_count\":1,\"event\":{\"event_type\":\"call_init\",\"uuid\":\"310ba138-77d7-11e5-be8c-6d8ddaa88425\"}}\nid: 42\n\n";

    public static readonly IReadOnlyList<IOpenApiParameter> OfEvents =
    [
        .. QueryDocumentation.EventFiltersAlone,
        QueryDocumentation.Of(LiveQuery.AfterName, "Begin behind the event with this id; 0 for all that there are. By default a stream begins now.", Sequence),
        new OpenApiParameter
        {
            Name = LiveQuery.LastEventIdName,
            In = ParameterLocation.Header,
            Description = "The last id that the client has; a browser sends it by itself. Takes precedence over `after`.",
            Schema = Sequence,
        },
    ];

    private static OpenApiSchema Sequence => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" };

    public static Task DescribeAnswer(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "Events without end, and heartbeats.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaType] = new() { Schema = QueryDocumentation.Text, Example = JsonValue.Create(Example) },
            },
        };
        return Task.CompletedTask;
    }
}
