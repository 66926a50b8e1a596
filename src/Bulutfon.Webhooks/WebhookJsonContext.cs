using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>
/// Source-generated metadata to write events with Bulutfon's names, and to read back what was written. To read a body as it
/// arrived, use <see cref="WebhookEventParser"/>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(CallInit))]
[JsonSerializable(typeof(CallHangup))]
[JsonSerializable(typeof(FaxInit))]
[JsonSerializable(typeof(MissingCall))]
[JsonSerializable(typeof(CallInitExtension))]
[JsonSerializable(typeof(CallInitGroup))]
[JsonSerializable(typeof(CallInitMenu))]
[JsonSerializable(typeof(UnknownEvent))]
[JsonSerializable(typeof(Cdr))]
public sealed partial class WebhookJsonContext : JsonSerializerContext;
