using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Dashboard.Parts;
using Bulutfon.Webhooks.Server.Tests.Outbound.Live;

namespace Bulutfon.Webhooks.Server.Tests.Outbound;

/// <summary>Whatever depth is accepted can be written: by every answer that holds the event.</summary>
public sealed class DeepEventTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 200 };

    [Fact]
    public async Task Every_output_writes_the_deepest_events_that_are_accepted()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var ids = new List<long>();
        foreach (var (body, contentType) in Bodies())
        {
            ids.Add(await hook.PostEventAsync(body, contentType));
        }

        Assert.Equal(ids.Count, (await ReadAsync(reader, "/api/events?limit=500")).GetProperty("items").GetArrayLength());
        Assert.Equal(ids.Count, (await ReadAsync(reader, "/api/calls?limit=500")).GetProperty("items").GetArrayLength());
        foreach (var id in ids)
        {
            var stored = await ReadAsync(reader, string.Create(CultureInfo.InvariantCulture, $"/api/events/{id}"));
            Assert.Contains("bottom", stored.GetRawText(), StringComparison.Ordinal);
            Assert.Contains("bottom", (await ReadAsync(reader, "/api/events?uuid=" + Uuid(stored))).GetRawText(), StringComparison.Ordinal);
            _ = await ReadAsync(reader, "/api/calls/" + Uuid(stored));
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/events/{id}/payload"))).StatusCode);
        }

        foreach (var list in new[] { "events", "calls" })
        {
            var lines = await reader.GetStringAsync($"/api/{list}/export?format=ndjson");
            Assert.Equal(ids.Count, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => JsonDocument.Parse(line, Deep) is not null));
            Assert.Equal(ids.Count + 1, (await reader.GetStringAsync($"/api/{list}/export?format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
            Assert.True((await reader.GetByteArrayAsync($"/api/{list}/export?format=xlsx")).Length > 0);
        }

        foreach (var path in new[] { EventStream.Path, EventStream.CallsPath })
        {
            await using var stream = await EventStream.OpenAsync(server, "?after=0", path: path);
            var seen = 0;
            while (seen < ids.Count)
            {
                var item = await stream.NextAsync() ?? throw new EndOfStreamException($"The stream ended after {seen} events.");
                seen += item.EventType == SseParser.EventTypeDefault ? 1 : 0;
            }
        }
    }

    [Theory]
    [InlineData(WebhookEventParser.MaxDepth)]
    [InlineData(WebhookEventParser.MaxDepth + 1)]
    [InlineData(500)]
    public void The_page_shows_a_body_of_any_depth(int depth)
    {
        var shown = PrettyPayload.Of(HttpExtensions.Json, Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));

        Assert.Equal(depth, shown.Count(character => character == '['));
    }

    /// <summary>Every place in which an event may be deep, at the deepest levels of each that are accepted.</summary>
    private static IEnumerable<(string Body, string ContentType)> Bodies()
    {
        var number = 0;
        for (var less = 0; less < 4; less++)
        {
            foreach (var (before, after, around) in new[] { ("", "", 1), ("\"cdr\":{", "}", 2), ("\"cdr\":{\"callflow\":[{", "}]}", 4), ("\"cdr\":{\"callflow\":[{\"origination\":[{", "}]}]}", 6) })
            {
                var levels = WebhookEventParser.MaxDepth - around - less;
                yield return ($"{{{Fields(number++)},{before}\"additional_data\":{Arrays(levels)}{after}}}", HttpExtensions.Json);
                yield return ($"{{{Fields(number++)},{before}\"unknown\":{Objects(levels)}{after}}}", HttpExtensions.Json);
            }

            yield return ($"event_type=call_init&uuid=deep-{number}&timestamp=14357628510868{number++:00}&unknown{string.Concat(Enumerable.Repeat("[a]", WebhookEventParser.MaxDepth - 1 - less))}=bottom", HttpExtensions.Form);
            yield return ($"event_type=call_init&uuid=deep-{number}&timestamp=14357628510868{number++:00}&cdr={Uri.EscapeDataString($"{{\"unknown\":{Objects(WebhookEventParser.MaxDepth - 2 - less)}}}")}", HttpExtensions.Form);
        }
    }

    private static string Fields(int number) => $"\"event_type\":\"call_init\",\"uuid\":\"deep-{number}\",\"timestamp\":14357628510868{number:00}";

    private static string Arrays(int levels) => new string('[', levels) + "\"bottom\"" + new string(']', levels);

    private static string Objects(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "\"bottom\"" + new string('}', levels);

    private static string Uuid(JsonElement stored) => stored.GetProperty("event").GetProperty("uuid").GetString()!;

    private static async Task<JsonElement> ReadAsync(HttpClient reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text, Deep).RootElement;
    }
}
