using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Writes a time in UTC with microseconds, like <c>occurred_at</c>: <c>2015-07-01T15:00:51.086820Z</c>.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
