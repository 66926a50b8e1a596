using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallStatistics))]
internal sealed partial class StatisticsJsonContext : JsonSerializerContext;
