using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

// An event's own converter is internal to the contract library; its metadata comes from WebhookJsonContext, which is in the same chain.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(RejectionPage))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class QueryJsonContext : JsonSerializerContext;
