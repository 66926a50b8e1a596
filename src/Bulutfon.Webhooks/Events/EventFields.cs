using System.Text.Json;

namespace Bulutfon.Webhooks;

/// <summary>The documented fields of events beyond those that every event has.</summary>
internal static class EventFields
{
    public static Dictionary<string, JsonElement>? RestOf(BodyObject body)
    {
        Dictionary<string, JsonElement>? documented = null;
        Add(ref documented, "hangup_cause", body.Text("hangup_cause"u8), WebhookJsonContext.Default.String);
        Add(ref documented, "hangup_detail", body.Text("hangup_detail"u8), WebhookJsonContext.Default.String);
        Add(ref documented, "result_disposition", body.Text("result_disposition"u8), WebhookJsonContext.Default.String);
        Add(ref documented, "talk_duration", body.Number("talk_duration"u8), WebhookJsonContext.Default.NullableInt64);
        Add(ref documented, "cdr_url", body.Text("cdr_url"u8), WebhookJsonContext.Default.String);
        Add(ref documented, "cdr_api_url", body.Text("cdr_api_url"u8), WebhookJsonContext.Default.String);
        Add(ref documented, "cdr", Cdr.Bind(body, "cdr"u8), WebhookJsonContext.Default.Cdr);

        var rest = body.Rest("occurred_at", "timestamp");
        if (documented is null || rest is null)
        {
            return documented ?? rest;
        }

        foreach (var (name, value) in documented)
        {
            rest[name] = value;
        }

        return rest;
    }

    private static void Add<T>(ref Dictionary<string, JsonElement>? fields, string name, T? value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        if (value is not null)
        {
            fields ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            fields[name] = JsonSerializer.SerializeToElement(value, type);
        }
    }
}
