using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>
/// Source-generated metadata to write events with Bulutfon's names, and to read back what was written. To read a body as it
/// arrived, use <see cref="WebhookEventParser"/>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = WebhookJsonContext.WritableDepth)]
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
public sealed partial class WebhookJsonContext : JsonSerializerContext
{
    /// <summary>The deepest accepted event, within wrappers such as a page of a list. The serializer's own limit, 64, would refuse to write the wrapped event.</summary>
    private const int WritableDepth = WebhookEventParser.MaxDepth + 32;
}
