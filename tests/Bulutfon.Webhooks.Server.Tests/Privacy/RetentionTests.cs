using System.Net;
using System.Text;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Privacy;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_older_than_its_age_goes_and_ids_go_on()
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider(Noon);
        long last;
        await using (var server = Start(folder, clock))
        {
            using var hook = server.HookClient();
            using var reader = server.OperatorClient();
            await hook.PostAsync(EventsClient.Event("old", 1));
            last = await hook.PostAsync(EventsClient.Event("old-too", 2));
            await hook.PostRejectedAsync(new StringContent("{", Encoding.UTF8, HttpExtensions.Json), HttpStatusCode.BadRequest);
            await reader.ReadAsync("/api/calls?uuid=old");

            await PassAsync(server, clock, TimeSpan.FromDays(31), async () =>
                (await reader.ReadIdsAsync("/api/events")).Length == 0
                && (await reader.ReadIdsAsync("/api/rejections")).Length == 0
                && (await reader.ReadAsync("/api/calls")).GetProperty("items").GetArrayLength() == 0);

            Assert.Empty(await reader.ReadIdsAsync("/api/events?uuid=old"));
            Assert.False((await reader.ReadAsync("/api/events?uuid=old")).TryGetProperty("indexed_to", out _));
        }

        await using var again = Start(folder, clock);
        using var next = again.HookClient();
        Assert.Equal(last + 1, await next.PostAsync(EventsClient.Event("new", 3)));
    }

    [Fact]
    public async Task What_is_young_enough_stays_and_is_found_among_what_is_gone()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var server = Start(folder: null, clock);
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var old = UnixTime.Of(Noon.AddDays(-31));
        await Task.WhenAll(Enumerable.Range(0, 700).Select(number =>
            server.Journal.AppendAsync(TestEvents.Json(EventsClient.Event($"old-{number}", number + 1, "\"caller\":905321110000"), receivedAt: old)).AsTask()));
        var young = await hook.PostAsync(EventsClient.Event("young", 5000, "\"caller\":905321110000"));

        await PassAsync(server, clock, TimeSpan.FromMinutes(11), async () => (await reader.ReadIdsAsync("/api/events?limit=2")).Length == 1);

        Assert.Equal([young], await WalkAsync(reader, "/api/events?caller=905321110000&order=asc&limit=5"));
        Assert.Equal([young], await reader.ReadIdsAsync("/api/events?caller=905321110000&limit=1"));
    }

    [Fact]
    public async Task A_row_of_a_clock_that_was_ahead_is_no_dam()
    {
        var clock = new FakeTimeProvider(Noon);
        await using var server = Start(folder: null, clock);
        using var reader = server.OperatorClient();
        await server.Journal.AppendAsync(TestEvents.Json(EventsClient.Event("ahead", 1), receivedAt: UnixTime.Of(Noon.AddYears(50))));
        await server.Journal.AppendAsync(TestEvents.Json(EventsClient.Event("old", 2), receivedAt: UnixTime.Of(Noon.AddDays(-31))));

        await PassAsync(server, clock, TimeSpan.FromMinutes(11), async () => (await reader.ReadIdsAsync("/api/events")).Length == 1);

        Assert.Equal(1, Assert.Single(await reader.ReadIdsAsync("/api/events")));
    }

    [Theory]
    [InlineData("Retention:Events", "90")]
    [InlineData("Retention:Events", "00:30:00")]
    [InlineData("Retention:Rejections", "-1.00:00:00")]
    [InlineData("Retention:Rejections", "for ever")]
    [InlineData("Retention:Event", "90.00:00:00")]
    public void A_value_that_cannot_be_meant_is_an_error_that_names_its_key(string key, string value)
    {
        var options = new RetentionOptions();

        RetentionOptions.Bind(options, new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());
        var result = new RetentionOptionsValidator().Validate(name: null, options);

        Assert.Contains(key, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    /// <summary>All pages: one on which all is gone may be empty and still lead on.</summary>
    private static async Task<List<long>> WalkAsync(HttpClient reader, string address)
    {
        var ids = new List<long>();
        for (var next = address; next is not null;)
        {
            var page = await reader.ReadAsync(next);
            ids.AddRange(EventsClient.Ids(page));
            next = page.GetProperty("next_cursor").GetString() is { } cursor ? $"{address}&cursor={Uri.EscapeDataString(cursor)}" : null;
        }

        return ids;
    }

    private static RunningServer Start(TemporaryFolder? folder, FakeTimeProvider clock) => RunningServer.Start(
        folder,
        services => services.AddSingleton<TimeProvider>(clock),
        ("Retention:Events", "30.00:00:00"), ("Retention:Rejections", "30.00:00:00"));

    /// <summary>Lets time pass until something is so; more of it if retention had not begun to wait yet.</summary>
    private static async Task PassAsync(RunningServer server, FakeTimeProvider clock, TimeSpan time, Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        // Not tick by tick: the timers of every second of a month would take half a minute.
        clock.AdjustTime(clock.GetUtcNow() + time);
        while (!await isSo())
        {
            clock.Advance(TimeSpan.FromMinutes(11));
            await Task.Delay(100, patience.Token);
        }

        Assert.NotEqual(0, server.Journal.LastSequence);
    }
}
