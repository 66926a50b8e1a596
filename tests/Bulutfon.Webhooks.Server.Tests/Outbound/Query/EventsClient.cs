using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Posts and reads as the customers of the server do.</summary>
internal static class EventsClient
{
    public static async Task<long> PostAsync(this HttpClient hook, string json)
    {
        using var answer = await hook.PostAsync("/webhooks/bulutfon", new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    /// <summary>Posts what is no event, and gives the id under which it is kept.</summary>
    public static async Task<long> PostRejectedAsync(this HttpClient hook, HttpContent body, HttpStatusCode status)
    {
        using var answer = await hook.PostAsync("/webhooks/bulutfon", body);
        Assert.Equal(status, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rejection_id").GetInt64();
    }

    public static async Task<JsonElement> ReadAsync(this HttpClient reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>An answer that has caught up with all that was received. One that could not within its second says so, and is asked for again.</summary>
    public static async Task<JsonElement> ReadCaughtUpAsync(this HttpClient reader, string address)
    {
        while (true)
        {
            var answer = await reader.ReadAsync(address);
            if (!answer.TryGetProperty("indexed_to", out _))
            {
                return answer;
            }
        }
    }

    public static async Task<long[]> ReadIdsAsync(this HttpClient reader, string address) => Ids(await reader.ReadAsync(address));

    public static long[] Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64())];

    /// <summary>Asserts that an answer is a problem, and gives it.</summary>
    public static async Task<JsonElement> ReadProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static string Code(this JsonElement problem) => problem.GetProperty("code").GetString()!;

    public static string Detail(this JsonElement problem) => problem.GetProperty("detail").GetString()!;

    /// <summary>An event as JSON, with the fields of a test and those that every event needs.</summary>
    public static string Event(string uuid, long timestamp, string fields = "") =>
        $$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":{{timestamp}}{{(fields.Length > 0 ? "," + fields : "")}}}""";
}
