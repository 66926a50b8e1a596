using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Hooks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HookList))]
internal sealed partial class HooksJsonContext : JsonSerializerContext;
