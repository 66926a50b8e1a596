using System.Text.Json.Nodes;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>What an answer is, and one such answer.</summary>
/// <param name="Description">A sentence.</param>
/// <param name="Json">Makes a new tree each time, for a node has one parent.</param>
internal sealed record ResponseExample(string Description, Func<JsonNode> Json);

/// <summary>One example for each type that we answer with.</summary>
internal static class ResponseExamples
{
    private static readonly Dictionary<Type, ResponseExample> ByType = new()
    {
        [typeof(Receipt)] = new("The event is committed to disk, or was before.", () => new JsonObject { ["id"] = 42, ["duplicate"] = false }),
        [typeof(HealthStatus)] = new("All is well.", () => new JsonObject { ["status"] = "ready" }),
    };

    public static ResponseExample? Of(Type? type) => type is null ? null : ByType.GetValueOrDefault(type);
}
