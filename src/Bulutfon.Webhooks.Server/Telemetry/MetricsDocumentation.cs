using System.Text.Json.Nodes;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>What the generator cannot see of the answer of <c>/metrics</c>.</summary>
internal static class MetricsDocumentation
{
    private const string Example = """
        # TYPE bulutfon_journal_queue_depth gauge
        # HELP bulutfon_journal_queue_depth Writes that wait for a commit.
        bulutfon_journal_queue_depth 0
        """;

    public static Task DescribeAnswer(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "The metrics, as they are now.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["text/plain"] = new() { Schema = QueryDocumentation.Text, Example = JsonValue.Create(Example) },
            },
        };
        return Task.CompletedTask;
    }
}
