using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Call))]
[JsonSerializable(typeof(CallPage))]
[JsonSerializable(typeof(CallDetails))]
internal sealed partial class CallsJsonContext : JsonSerializerContext;
