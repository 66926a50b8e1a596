using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.Calls;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Calls;

/// <summary>A server that was posted every story of the scenarios, and a call that goes on; and the same calls made in memory.</summary>
public sealed class ScenarioServer : IAsyncLifetime
{
    public const string OpenUuid = "goes/on ü";

    private readonly List<CommittedEvent> _events = [];

    internal RunningServer Server { get; } = RunningServer.Start();

    internal HttpClient Reader { get; private set; } = null!;

    /// <summary>Every call, as of now.</summary>
    internal IReadOnlyList<(CallState State, CallSummary Summary)> Calls { get; private set; } = [];

    internal IReadOnlyList<CommittedEvent> Events => _events;

    public async Task InitializeAsync()
    {
        Reader = Server.OperatorClient();
        using var hook = Server.HookClient();
        foreach (var scenario in Scenario.Names.Select(Scenario.Load))
        {
            foreach (var body in scenario.Bodies)
            {
                await PostAsync(hook, body.GetRawText());
            }
        }

        var now = UnixTime.Of(TimeProvider.System.GetUtcNow());
        await PostAsync(hook, $$"""{"event_type":"call_init","uuid":"{{OpenUuid}}","caller":"anonymous","callee":908508850000,"direction":"in","timestamp":{{now}}}""");
        Calls = [.. _events.GroupBy(each => each.Event!.Uuid, StringComparer.Ordinal)
            .Select(call => call.Select(CallState.Of).Aggregate(CallState.Merge))
            .Select(state => (state, CallSummary.Of(state, now, new CallsOptions())))];
    }

    public async Task DisposeAsync()
    {
        Reader.Dispose();
        await Server.DisposeAsync();
    }

    internal static string[] Uuids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("uuid").GetString()!)];

    private async Task PostAsync(HttpClient hook, string body)
    {
        var id = await hook.PostEventAsync(body);
        var webhookEvent = WebhookEventParser.Parse(Encoding.UTF8.GetBytes(body), "application/json").Event!;
        var timestamp = webhookEvent.Timestamp ?? UnixTime.Of(TimeProvider.System.GetUtcNow());
        _events.Add(new CommittedEvent(id, "default", timestamp, timestamp, webhookEvent));
    }
}
