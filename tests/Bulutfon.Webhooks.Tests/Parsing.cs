using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks.Tests;

/// <summary>Short ways to parse what a test spells out, and to look at the result.</summary>
internal static class Parsing
{
    public static WebhookParseResult Json(string json) => WebhookEventParser.Parse(Encoding.UTF8.GetBytes(json), WebhookBodyFormat.Json);

    public static WebhookParseResult Form(string form) => WebhookEventParser.Parse(Encoding.UTF8.GetBytes(form), WebhookBodyFormat.Form);

    /// <summary>An event with these fields beside the two required ones: <c>"caller": 1</c>.</summary>
    public static WebhookParseResult JsonWith(string fields) => Json($$"""{"event_type": "call_hangup", "uuid": "u", {{fields}}}""");

    /// <summary>An event with these fields beside the two required ones: <c>caller=1</c>.</summary>
    public static WebhookParseResult FormWith(string fields) => Form("event_type=call_hangup&uuid=u&" + fields);

    public static T Event<T>(WebhookParseResult result)
        where T : WebhookEvent
    {
        Assert.True(result.IsEvent, result.Error?.Detail);
        return Assert.IsType<T>(result.Event);
    }

    public static WebhookBodyError Error(WebhookParseResult result)
    {
        Assert.False(result.IsEvent);
        Assert.NotNull(result.Error);
        return result.Error;
    }

    public static string Canonical(WebhookParseResult result) => JsonSerializer.Serialize(Event(result), WebhookJsonContext.Default.WebhookEvent);

    /// <summary>A field that no property has, as the text of its JSON.</summary>
    public static string? Additional(WebhookParseResult result, string name) =>
        Event(result).AdditionalProperties?.TryGetValue(name, out var value) == true ? value.GetRawText() : null;

    private static WebhookEvent Event(WebhookParseResult result)
    {
        Assert.True(result.IsEvent, result.Error?.Detail);
        return result.Event;
    }
}
