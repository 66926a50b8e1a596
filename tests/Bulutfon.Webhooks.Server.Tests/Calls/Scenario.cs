using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

/// <summary>A story of one call or more, its events as Bulutfon posts them, and what each call must become: one file of <c>Scenarios</c>.</summary>
internal sealed class Scenario
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Calls", "Scenarios");

    private readonly JsonElement _json;

    private Scenario(JsonElement json)
    {
        _json = json;
        Events = [.. Bodies.Select(Committed)];
    }

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public string Title => _json.GetProperty("title").GetString()!;

    public string Story => _json.GetProperty("story").GetString()!;

    /// <summary>In the order of the file; an event's sequence is its place in it.</summary>
    public IReadOnlyList<CommittedEvent> Events { get; }

    /// <summary>The bodies of the events.</summary>
    public IEnumerable<JsonElement> Bodies => _json.GetProperty("events").EnumerateArray();

    public IEnumerable<JsonElement> Calls => _json.GetProperty("calls").EnumerateArray();

    /// <summary>As the file says; else one minute after the last event.</summary>
    public long Now => _json.TryGetProperty("now", out var now)
        ? UnixTime.Of(now.GetDateTimeOffset())
        : Events.Max(each => each.Timestamp) + 60_000_000;

    public static Scenario Load(string name) =>
        new(JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, $"{name}.json"))).RootElement);

    public IReadOnlyList<CommittedEvent> EventsOf(string uuid) => [.. Events.Where(each => each.Event!.Uuid == uuid)];

    public CallSummary Summary(string uuid) =>
        CallSummary.Of(EventsOf(uuid).Select(CallState.Of).Aggregate(CallState.Merge), Now, new CallsOptions());

    private static CommittedEvent Committed(JsonElement body, int index)
    {
        var result = WebhookEventParser.Parse(Encoding.UTF8.GetBytes(body.GetRawText()), "application/json");
        Assert.True(result.IsEvent, result.Error?.Detail);
        var timestamp = result.Event.Timestamp ?? Journal.TestEvents.Arrival;
        return new CommittedEvent(index + 1, "default", timestamp + 50_000, timestamp, result.Event);
    }
}
