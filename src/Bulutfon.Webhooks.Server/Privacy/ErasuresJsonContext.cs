using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Privacy;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Erasure))]
[JsonSerializable(typeof(ErasureRequest))]
[JsonSerializable(typeof(RetentionStatus))]
internal sealed partial class ErasuresJsonContext : JsonSerializerContext;
