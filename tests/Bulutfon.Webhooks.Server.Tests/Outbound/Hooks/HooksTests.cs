using System.Text.Json;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Hooks;

public sealed class HooksTests
{
    private const string Event = """{"event_type":"call_init","uuid":"u-1","timestamp":1435762851086820}""";

    // Friday, 17:50 in Istanbul.
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 14, 50, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_hook_tells_what_it_sent_and_since_when_it_is_silent()
    {
        await using var server = Start();
        using var hook = server.HookClient();
        await hook.PostEventAsync(Event);
        _time.Advance(TimeSpan.FromMinutes(1));
        await hook.PostEventAsync(Event.Replace("u-1", "u-2", StringComparison.Ordinal));
        _time.Advance(TimeSpan.FromMinutes(1));
        await hook.PostEventAsync(Event);
        using var rejected = await hook.PostBodyAsync("", HttpExtensions.Json);

        var status = await ReadAsync(server, "default");

        Assert.True(status.GetProperty("configured").GetBoolean());
        Assert.Equal(2, status.GetProperty("events").GetInt64());
        Assert.Equal("2026-01-02T14:50:00.000000Z", status.GetProperty("first_event_at").GetString());
        Assert.Equal("2026-01-02T14:52:00.000000Z", status.GetProperty("last_event_at").GetString());
        Assert.Equal("2026-01-02T14:52:00.000000Z", status.GetProperty("silent_since").GetString());
        var since = status.GetProperty("since_start");
        Assert.Equal((2, 1, 1, 0), (since.GetProperty("stored").GetInt32(), since.GetProperty("duplicates").GetInt32(), since.GetProperty("rejections").GetInt32(), since.GetProperty("failed").GetInt32()));
        Assert.Equal(1, Assert.Single(since.GetProperty("rejections_by_code").EnumerateObject()).Value.GetInt32());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("too_silent").ValueKind);
    }

    [Fact]
    public async Task A_hook_that_is_silent_for_too_long_in_working_hours_is_told()
    {
        await using var server = Start(("Inbound:Hooks:0:ExpectEvery", "00:30:00"), ("Inbound:Hooks:0:WorkingHours", "Mon-Fri 09:00-18:00"));
        using var hook = server.HookClient();
        await hook.PostEventAsync(Event);

        Assert.False(await IsTooSilentAsync(server));
        _time.SetUtcNow(new DateTimeOffset(2026, 1, 5, 6, 20, 0, TimeSpan.Zero)); // Monday 09:20: 10 minutes and 20
        Assert.False(await IsTooSilentAsync(server));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await IsTooSilentAsync(server));
        var silent = await Scrape.OfAsync(server);
        await hook.PostEventAsync(Event);
        Assert.False(await IsTooSilentAsync(server));
        var heard = await Scrape.OfAsync(server);

        Assert.Equal(1, silent["bulutfon_hook_silent", ("hook", "default")]);
        Assert.Equal(new TimeSpan(63, 31, 0).TotalSeconds, silent["bulutfon_hook_event_age_seconds", ("hook", "default")]);
        Assert.Equal(0, heard["bulutfon_hook_silent", ("hook", "default")]);
        Assert.Equal(0, heard["bulutfon_hook_event_age_seconds", ("hook", "default")]);
    }

    [Fact]
    public async Task A_hook_that_never_posted_is_silent_since_the_start()
    {
        await using var server = Start(("Inbound:Hooks:0:ExpectEvery", "00:30:00"));

        var before = await ReadAsync(server, "default");
        _time.Advance(TimeSpan.FromMinutes(31));
        var after = await ReadAsync(server, "default");

        Assert.Equal(JsonValueKind.Null, before.GetProperty("last_event_at").ValueKind);
        Assert.Equal("2026-01-02T14:50:00.000000Z", before.GetProperty("silent_since").GetString());
        Assert.False(before.GetProperty("too_silent").GetBoolean());
        Assert.True(after.GetProperty("too_silent").GetBoolean());
    }

    [Fact]
    public async Task A_hook_that_was_taken_away_is_still_listed_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = Start(folder))
        {
            using var hook = first.HookClient();
            await hook.PostEventAsync(Event);
        }

        await using var server = Start(folder, ("Inbound:Hooks:0:Name", "izmir"));
        var gone = await ReadAsync(server, "default");
        var there = await ReadAsync(server, "izmir");

        Assert.False(gone.GetProperty("configured").GetBoolean());
        Assert.Equal((1, 0), (gone.GetProperty("events").GetInt32(), gone.GetProperty("since_start").GetProperty("stored").GetInt32()));
        Assert.Equal("2026-01-02T14:50:00.000000Z", gone.GetProperty("last_event_at").GetString());
        Assert.True(there.GetProperty("configured").GetBoolean());
    }

    [Theory]
    [InlineData("often", null, "Inbound:Hooks:0:ExpectEvery")]
    [InlineData("00:00:59", null, "Inbound:Hooks:0:ExpectEvery")]
    [InlineData("00:30:00", "Mon-Fri", "Inbound:Hooks:0:WorkingHours")]
    [InlineData(null, "Mon-Fri 09:00-18:00", "Inbound:Hooks:0:WorkingHours")]
    public void An_expectation_that_cannot_be_read_names_its_key(string? every, string? hours, string key)
    {
        var errors = new List<string>();

        HookExpectation.Read(new HookOptions { ConfigurationKey = "Inbound:Hooks:0", ExpectEvery = every, WorkingHours = hours }, errors);

        Assert.StartsWith(key, Assert.Single(errors), StringComparison.Ordinal);
    }

    private RunningServer Start(params (string Key, string Value)[] settings) => Start(folder: null, settings);

    private RunningServer Start(TemporaryFolder? folder, params (string Key, string Value)[] settings) =>
        RunningServer.Start(folder, services => services.AddSingleton<TimeProvider>(_time), settings);

    private static async Task<bool> IsTooSilentAsync(RunningServer server) =>
        (await ReadAsync(server, "default")).GetProperty("too_silent").GetBoolean();

    private static async Task<JsonElement> ReadAsync(RunningServer server, string name)
    {
        using var viewer = server.OperatorClient();
        var hooks = await viewer.GetJsonAsync("/api/hooks");
        return hooks.GetProperty("items").EnumerateArray().Single(hook => hook.GetProperty("name").GetString() == name);
    }
}
