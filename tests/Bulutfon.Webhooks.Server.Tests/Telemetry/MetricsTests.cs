using System.Net;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

public sealed class MetricsTests
{
    private const string Received = "bulutfon_events_received_total";

    [Fact]
    public async Task Posts_are_counted_by_hook_type_and_outcome()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        const string body = """{"event_type":"call_init","uuid":"u-1","timestamp":1435762851086820}""";
        await hook.PostEventAsync(body);
        await hook.PostEventAsync(body);
        await hook.PostEventAsync("""{"event_type":"incoming_call_group","uuid":"u-1"}""");
        using var rejected = await hook.PostBodyAsync("{", HttpExtensions.Json);

        var scrape = await Scrape.OfAsync(server);

        Assert.Equal(1, scrape[Received, ("hook", "default"), ("event_type", "call_init"), ("outcome", "stored")]);
        Assert.Equal(1, scrape[Received, ("event_type", "call_init"), ("outcome", "duplicate")]);
        Assert.Equal(1, scrape[Received, ("event_type", "call_init_group"), ("outcome", "stored")]);
        Assert.Equal(1, scrape[Received, ("outcome", "rejected")]);
        Assert.Equal(0, scrape[Received, ("outcome", "failed")]);
        Assert.Equal(1, scrape["bulutfon_rejections_total", ("hook", "default"), ("reason", "not_json")]);
        Assert.Equal(4, scrape["bulutfon_journal_commit_size_sum"]);
        Assert.InRange(scrape["bulutfon_journal_commit_duration_seconds_count"]!.Value, 1, 4);
    }

    [Fact]
    public async Task Names_of_types_that_senders_make_up_make_no_series()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        for (var i = 0; i < 20; i++)
        {
            await hook.PostEventAsync($$"""{"event_type":"made_up_{{i}}","uuid":"u"}""");
        }

        var scrape = await Scrape.OfAsync(server);

        Assert.Equal(20, scrape[Received, ("event_type", "other"), ("outcome", "stored")]);
        Assert.Equal(
            WebhookEventTypes.All.Select(info => info.EventType.Value).Append("other").Append("").Order(StringComparer.Ordinal),
            scrape.ValuesOf(Received, "event_type").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_of_many_hooks_has_its_series()
    {
        const int hooks = 300;
        string[] names = [.. Enumerable.Range(0, hooks).Select(index => $"hook-{index:000}")];
        await using var server = RunningServer.Start(settings:
        [
            .. names.SelectMany((name, index) => new (string, string)[]
            {
                ($"Inbound:Hooks:{index}:Name", name),
                ($"Inbound:Hooks:{index}:Username", name),
                ($"Inbound:Hooks:{index}:Password", "of-a-hook-in-tests"),
            }),
        ]);
        using var last = server.HookClient(names[^1], "of-a-hook-in-tests");
        await last.PostEventAsync("""{"event_type":"fax_init","uuid":"u-1"}""");

        var scrape = await Scrape.OfAsync(server);

        Assert.Equal(1, scrape[Received, ("hook", names[^1]), ("event_type", "fax_init"), ("outcome", "stored")]);
        Assert.Equal(names, scrape.ValuesOf(Received, "hook").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_minute_taken_by_the_log_takes_nothing_from_the_metrics()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        await hook.PostEventAsync("""{"event_type":"call_init","uuid":"u-1"}""");

        var minute = Assert.Single(server.Services.GetRequiredService<Server.Telemetry.ReceiptTally>().Take());
        var scrape = await Scrape.OfAsync(server);

        Assert.Equal(1, minute.Accepted);
        Assert.Equal(1, scrape[Received, ("outcome", "stored")]);
    }

    [Fact]
    public async Task Sizes_and_readers_are_shown()
    {
        await using var server = RunningServer.Start();
        using var viewer = server.OperatorClient();
        using var stream = await viewer.GetAsync("/api/events/stream", HttpCompletionOption.ResponseHeadersRead);

        var scrape = await Scrape.OfAsync(server);

        Assert.Equal(1, scrape["bulutfon_stream_readers"]);
        Assert.Equal(["journal", "projections"], scrape.ValuesOf("bulutfon_database_size_bytes", "database"));
        Assert.True(scrape["bulutfon_database_size_bytes", ("database", "journal"), ("file", "main")] > 0);
        Assert.Equal(0, scrape["bulutfon_journal_queue_depth"]);
        Assert.Equal(0, scrape["bulutfon_journal_queue_size_bytes"]);
    }

    [Fact]
    public async Task Lag_is_the_age_of_the_oldest_event_that_the_projections_lack()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var server = RunningServer.Start(services: services =>
        {
            services.AddSingleton<TimeProvider>(time);
            HeldProjections.Replace(services);
        });
        var held = server.Services.GetRequiredService<HeldProjections>();
        using var hook = server.HookClient();
        held.Hold();

        await hook.PostEventAsync("""{"event_type":"call_init","uuid":"u-1"}""");
        time.Advance(TimeSpan.FromSeconds(7));
        await hook.PostEventAsync("""{"event_type":"call_init","uuid":"u-2"}""");
        time.Advance(TimeSpan.FromSeconds(5));
        var behind = await Scrape.OfAsync(server);
        held.Release();
        await server.Services.GetRequiredService<ProjectionFollower>().WaitForAsync(2, TimeSpan.FromMinutes(1), CancellationToken.None);
        var caughtUp = await Scrape.OfAsync(server);

        Assert.Equal(12, behind["bulutfon_projection_lag_seconds"]);
        Assert.Equal(0, caughtUp["bulutfon_projection_lag_seconds"]);
        Assert.InRange(caughtUp["bulutfon_projection_apply_lag_seconds_sum"]!.Value, 12, 12 + 5); // one batch or two
    }

    [Theory]
    [InlineData(null, null, "hook", "none")]
    [InlineData(RunningServer.HookUser, "wrong", "hook", "wrong")]
    public async Task A_refused_post_is_counted_by_its_reason(string? user, string? password, string account, string reason)
    {
        await using var server = RunningServer.Start();
        using var client = user is null ? server.AnonymousClient() : server.HookClient(user, password!);

        using var answer = await client.PostBodyAsync("{}", HttpExtensions.Json);
        var scrape = await Scrape.OfAsync(server);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(1, scrape["bulutfon_auth_failures_total", ("account", account), ("reason", reason)]);
    }
}
