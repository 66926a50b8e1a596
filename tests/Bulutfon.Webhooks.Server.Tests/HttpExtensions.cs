using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>The calls that nearly every test makes.</summary>
internal static class HttpExtensions
{
    public const string InboundPath = "/webhooks/bulutfon";
    public const string Json = "application/json";
    public const string Form = "application/x-www-form-urlencoded";

    public static async Task<HttpResponseMessage> PostBodyAsync(this HttpClient hook, byte[] body, string? contentType)
    {
        using var content = new ByteArrayContent(body);
        if (contentType is not null)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        return await hook.PostAsync(InboundPath, content);
    }

    public static Task<HttpResponseMessage> PostBodyAsync(this HttpClient hook, string body, string? contentType) =>
        hook.PostBodyAsync(Encoding.UTF8.GetBytes(body), contentType);

    /// <summary>Posts an event that must be accepted, and gives its id.</summary>
    public static async Task<long> PostEventAsync(this HttpClient hook, string body, string contentType = Json)
    {
        using var answer = await hook.PostBodyAsync(body, contentType);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public static async Task<JsonElement> ReadProblemAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
