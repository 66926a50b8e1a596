using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallbackList))]
[JsonSerializable(typeof(CallbackMark))]
[JsonSerializable(typeof(CallbackMarkRequest))]
internal sealed partial class CallbacksJsonContext : JsonSerializerContext;
