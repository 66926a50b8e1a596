using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>Reads an event of any type by the registry, and writes it with the fields of its own type.</summary>
public sealed class WebhookEventJsonConverter : JsonConverter<WebhookEvent>
{
    /// <inheritdoc/>
    public override WebhookEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var result = WebhookEventParser.Parse(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray(), WebhookBodyFormat.Json);
        return result.Event ?? throw new JsonException(result.Error!.Detail);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, WebhookEvent value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        JsonSerializer.Serialize(writer, value, WebhookJsonContext.Default.GetTypeInfo(value.GetType())!);
    }
}
