using System.Globalization;
using System.Net;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Privacy;

/// <summary>What retention does when the clock leaps.</summary>
public sealed class RetentionClockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FarAhead = Noon.AddDays(1100);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_start_with_a_clock_far_ahead_deletes_nothing_until_an_admin_confirms_the_clock()
    {
        await PostAtNoonAsync("first", "second");
        var clock = new FakeTimeProvider(FarAhead);
        await using var server = Start(clock);
        using var admin = server.OperatorClient();

        var waiting = await WaitingAsync(admin);

        Assert.Equal(FarAhead, waiting.GetProperty("clock_at").GetDateTimeOffset());
        Assert.InRange(waiting.GetProperty("expected_at").GetDateTimeOffset(), Noon, Noon.AddHours(1));
        Assert.Equal(FarAhead.AddDays(-30), waiting.GetProperty("events_before").GetDateTimeOffset());
        Assert.Equal(2, (await admin.ReadIdsAsync("/api/events")).Length);
        Assert.InRange(await SecondsWaitedAsync(admin), 1099.9 * 86_400, 1100 * 86_400);
        using var confirmed = await admin.PostAsync("/api/retention/confirmation", content: null);
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        await UntilAsync(async () => (await admin.ReadIdsAsync("/api/events")).Length == 0);
        await UntilAsync(async () => await SecondsWaitedAsync(admin) == 0);
    }

    [Fact]
    public async Task A_confirmation_of_a_wrong_clock_does_not_explain_the_next_leap()
    {
        await PostAtNoonAsync("first");
        await using (var server = Start(new FakeTimeProvider(FarAhead)))
        {
            using var admin = server.OperatorClient();
            _ = await WaitingAsync(admin);
            using var confirmed = await admin.PostAsync("/api/retention/confirmation", content: null);
            await UntilAsync(async () => (await admin.ReadIdsAsync("/api/events")).Length == 0);
        }

        var right = new FakeTimeProvider(Noon.AddHours(1));
        await using (var server = Start(right))
        {
            using var hook = server.HookClient();
            await hook.PostAsync(EventsClient.Event("second", Noon.ToUnixTimeSeconds()));
            await UntilAsync(async () =>
            {
                right.Advance(TimeSpan.FromMinutes(10));
                return (await RetentionState.ReadAsync(server.Journal, CancellationToken.None)) is { Confirmed: null, Time: { } time } && time < Noon.AddDays(400);
            });
        }

        await using var wrongAgain = Start(new FakeTimeProvider(FarAhead));
        using var reader = wrongAgain.OperatorClient();

        _ = await WaitingAsync(reader);
        Assert.Single(await reader.ReadIdsAsync("/api/events"));
    }

    [Fact]
    public async Task A_clock_that_is_right_again_needs_no_confirmation()
    {
        await PostAtNoonAsync("first");
        await using (var server = Start(new FakeTimeProvider(FarAhead)))
        {
            using var admin = server.OperatorClient();
            _ = await WaitingAsync(admin);
        }

        await using var right = Start(new FakeTimeProvider(Noon.AddHours(1)));
        using var reader = right.OperatorClient();
        await UntilAsync(async () => (await reader.GetJsonAsync("/api/retention")).GetProperty("waiting").ValueKind == JsonValueKind.Null);
        using var refused = await reader.PostAsync("/api/retention/confirmation", content: null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("nothing_waits", (await refused.ReadProblemAsync()).GetProperty("code").GetString());
        Assert.Single(await reader.ReadIdsAsync("/api/events"));
    }

    [Fact]
    public async Task Events_that_arrive_by_a_wrong_clock_do_not_explain_it()
    {
        await PostAtNoonAsync("first");
        for (var start = 0; start < 2; start++)
        {
            await using var server = Start(new FakeTimeProvider(FarAhead.AddMinutes(start)));
            using var hook = server.HookClient();
            using var admin = server.OperatorClient();
            await hook.PostAsync(EventsClient.Event($"late-{start}", 10 + start));

            _ = await WaitingAsync(admin);

            Assert.Equal(2 + start, (await admin.ReadIdsAsync("/api/events")).Length);
        }
    }

    [Fact]
    public async Task A_clock_far_ahead_deletes_a_day_s_share_at_most()
    {
        await using (var server = Start(new FakeTimeProvider(Noon)))
        {
            await server.Journal.AppendAsync(TestEvents.Json(EventsClient.Event("a-day-s-share", 1), receivedAt: UnixTime.Of(Noon.AddDays(-29.5))));
            await server.Journal.AppendAsync(TestEvents.Json(EventsClient.Event("kept", 2), receivedAt: UnixTime.Of(Noon.AddDays(-28.5))));
        }

        await using var ahead = Start(new FakeTimeProvider(FarAhead));
        using var reader = ahead.OperatorClient();
        _ = await WaitingAsync(reader);

        Assert.Equal(2, Assert.Single(await reader.ReadIdsAsync("/api/events")));
    }

    // Every timer of a month is fired, which takes half a minute: once is enough.
    [Fact]
    [Trait("Store", "Any")]
    public async Task A_running_server_passes_its_time_without_a_confirmation()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var server = Start(clock);
        using var hook = server.HookClient();
        using var admin = server.OperatorClient();
        await hook.PostAsync(EventsClient.Event("first", 1));

        for (var day = 0; day < 31; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
        }

        await UntilAsync(async () => (await admin.ReadIdsAsync("/api/events")).Length == 0);
        Assert.Equal(JsonValueKind.Null, (await admin.GetJsonAsync("/api/retention")).GetProperty("waiting").ValueKind);
    }

    private async Task PostAtNoonAsync(params string[] uuids)
    {
        await using var server = Start(new FakeTimeProvider(Noon));
        using var hook = server.HookClient();
        foreach (var (index, uuid) in uuids.Index())
        {
            await hook.PostAsync(EventsClient.Event(uuid, index + 1));
        }
    }

    private RunningServer Start(FakeTimeProvider clock) => RunningServer.Start(
        _folder, services => services.AddSingleton<TimeProvider>(clock), ("Retention:Events", "30.00:00:00"));

    private static async Task<JsonElement> WaitingAsync(HttpClient reader)
    {
        var waiting = default(JsonElement);
        await UntilAsync(async () => (waiting = (await reader.GetJsonAsync("/api/retention")).GetProperty("waiting")).ValueKind == JsonValueKind.Object);
        return waiting;
    }

    private static async Task<double> SecondsWaitedAsync(HttpClient reader)
    {
        var metrics = await reader.GetStringAsync("/metrics");
        var line = metrics.Split('\n').Single(each => each.StartsWith("bulutfon_retention_waiting_seconds", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Asks until it is so. A clock that is ahead stays at its time, so that figures can be compared.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!await isSo())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
