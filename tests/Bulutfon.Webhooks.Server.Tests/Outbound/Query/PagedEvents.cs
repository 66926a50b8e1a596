using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>A server with 40 events, of which four share each time, and which do not arrive in its order.</summary>
public sealed class PagedEvents : IAsyncLifetime
{
    public const int Count = 40;
    public const long Begin = 1767258000000000;

    private RunningServer _server = null!;
    private HttpClient _hook = null!;

    public HttpClient Reader { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = RunningServer.Start();
        _hook = _server.HookClient();
        Reader = _server.OperatorClient();
        for (var number = 0; number < Count; number++)
        {
            await PostAsync(number, Begin + (number * 7 % 10));
        }
    }

    public async Task DisposeAsync()
    {
        _hook.Dispose();
        Reader.Dispose();
        await _server.DisposeAsync();
    }

    public static string Target(string link) => link[1..link.IndexOf('>', StringComparison.Ordinal)];

    public Task<long> PostAsync(int number, long time) => _hook.PostAsync(EventsClient.Event(
        $"u-{number}-{time}",
        time,
        $"\"caller\":{101 + (number % 3)},\"callee\":{101 + (number % 2)},\"direction\":\"{(number % 4 == 0 ? "OUT" : "IN")}\""));

    public async Task<IReadOnlyList<long>> ExpectedAsync(string filters, string order)
    {
        var page = await Reader.ReadAsync($"/api/events?{filters}&limit=500");
        var events = page.GetProperty("items").EnumerateArray()
            .OrderBy(item => item.GetProperty("event").GetProperty("timestamp").GetInt64())
            .ThenBy(item => item.GetProperty("id").GetInt64())
            .Select(item => item.GetProperty("id").GetInt64())
            .ToList();
        if (order == "desc")
        {
            events.Reverse();
        }

        return events;
    }

    public async Task<IReadOnlyList<long>> FollowAsync(string address, Func<int, Task> between, int atMost = 1000)
    {
        var found = new List<long>();
        var next = address;
        for (var page = 1; next is not null && page <= atMost; page++)
        {
            using var answer = await Reader.GetAsync(next);
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            found.AddRange(EventsClient.Ids(body));
            next = answer.Headers.TryGetValues("Link", out var links) ? Target(links.Single()) : null;
            Assert.Equal(next is null, body.GetProperty("next_cursor").ValueKind == JsonValueKind.Null);
            await between(page);
        }

        return found;
    }
}
