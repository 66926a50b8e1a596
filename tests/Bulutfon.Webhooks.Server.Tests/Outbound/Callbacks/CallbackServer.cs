using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Callbacks;

/// <summary>A server with a clock of its own, to which calls are posted as they come to a small office.</summary>
internal sealed class CallbackServer : IAsyncDisposable
{
    public const string Line = "908508850000";
    public const string OtherLine = "902124440000";
    public const string Customer = "905321110000";

    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.FromHours(3));

    private readonly RunningServer _server;
    private readonly HttpClient _hook;
    private int _calls;

    private CallbackServer(TemporaryFolder? folder)
    {
        _server = RunningServer.Start(
            folder,
            services => services.AddSingleton<TimeProvider>(Clock),
            ("Operators:1:UserName", "ayse"), ("Operators:1:PasswordHash", CheapHash.Of("a")), ("Operators:1:Role", "operator"));
        _hook = _server.HookClient();
        Reader = _server.OperatorClient();
        Ayse = _server.OperatorClient("ayse", "a");
    }

    /// <param name="folder">Where the journal is, to start again on it; by default a folder of its own.</param>
    public static CallbackServer Start(TemporaryFolder? folder = null) => new(folder);

    public FakeTimeProvider Clock { get; } = new(Noon);

    public HttpClient Reader { get; }

    public HttpClient Ayse { get; }

    /// <summary>An incoming call that nobody answers.</summary>
    public Task<string> MissedAsync(int minute, string? caller = Customer, string line = Line, string direction = "IN") =>
        PostAsync(minute, $$"""{"event_type":"missing_call","caller":"{{caller}}","callee":"{{line}}","direction":"{{direction}}" """);

    /// <summary>A mark as another version stored it, about a call that began then.</summary>
    public async Task OldMarkAsync(string key, int minute) => await _server.Journal.MarkCallbackAsync(
        new CallbackMarkRow { Number = key, State = "taken", MarkedBy = "ayse", MarkedAt = UnixTime.Of(Noon), LastCallAt = UnixTime.Of(Noon.AddMinutes(minute)) }, forgetBefore: 0);

    /// <summary>A call that is answered: incoming, unless the direction is OUT.</summary>
    public Task<string> AnsweredAsync(int minute, string direction, string customer = Customer, string line = Line) =>
        PostAsync(minute, $$"""
            {"event_type":"call_hangup","caller":"{{(direction == "IN" ? customer : line)}}","callee":"{{(direction == "IN" ? line : customer)}}",
             "direction":"{{direction}}","hangup_cause":"NORMAL_CLEARING","result_disposition":"SUCCESS","talk_duration":30
            """);

    /// <summary>Two events of one call: its beginning, and how it ended half a minute later.</summary>
    public async Task<string> PostAsync(int minute, string ending)
    {
        var uuid = $"call-{++_calls}";
        var began = UnixTime.Of(Noon.AddMinutes(minute));
        var end = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(ending + "}")!;
        var init = new { event_type = "call_init", uuid, timestamp = began, caller = end["caller"], callee = end["callee"], direction = end["direction"] };
        await _hook.PostEventAsync(JsonSerializer.Serialize(init));
        await _hook.PostEventAsync($"{ending},\"uuid\":\"{uuid}\",\"timestamp\":{began + 30_000_000}}}");
        return uuid;
    }

    /// <summary>One event, without a beginning of its call.</summary>
    public Task PostAloneAsync(string body, int minute) => _hook.PostEventAsync($"{body},\"timestamp\":{UnixTime.Of(Noon.AddMinutes(minute))}}}");

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string query = "") =>
        [.. (await Reader.ReadAsync("/api/callbacks" + query)).GetProperty("items").EnumerateArray()];

    public async Task<string[]> NumbersAsync() => [.. (await ListAsync()).Select(item => item.GetProperty("number").GetString()!)];

    public async Task<string[]> UnreturnedAsync() => Calls.ScenarioServer.Uuids(await Reader.ReadAsync("/api/calls?unreturned=true&order=asc"));

    public static async Task MarkAsync(HttpClient client, string state, string? note = null, string number = Customer)
    {
        using var answer = await client.PutAsJsonAsync($"/api/callbacks/{Uri.EscapeDataString(number)}", new { state, note });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        Ayse.Dispose();
        _hook.Dispose();
        await _server.DisposeAsync();
    }
}
