using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Extensions.Logging;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

public sealed class ReadinessTests
{
    [Fact]
    public async Task Probe_is_committed_only_when_no_commit_tells_and_once_for_all_who_ask()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(clock));
        var readiness = server.Services.GetRequiredService<Readiness>();

        await server.PostAcceptedAsync("a");
        Assert.Null(await readiness.CheckAsync(default));
        Assert.Null(await ProbedAsync(server));

        clock.Advance(Readiness.Fresh);
        var outages = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => readiness.CheckAsync(default)));
        Assert.All(outages, Assert.Null);
        var probed = await ProbedAsync(server);
        Assert.NotNull(probed);

        clock.Advance(Readiness.Fresh / 2);
        await readiness.CheckAsync(default);
        Assert.Equal(probed, await ProbedAsync(server));
    }

    [Fact]
    public void Cause_is_told_once_an_outage_and_again_only_after_a_while()
    {
        var log = new MemorySink();
        var clock = new FakeTimeProvider();
        using var serilog = new LoggerConfiguration().WriteTo.Sink(log).CreateLogger();
        using var loggers = new SerilogLoggerFactory(serilog);
        var health = new CommitHealth(clock, loggers.CreateLogger<CommitHealth>());
        var full = new StoreFault("disk_full", "The disk is full.", "Make room.");

        for (var i = 0; i < 100; i++)
        {
            health.Failed(full, new IOException());
            health.Failed(full, new IOException());
            health.Committed(1, TimeSpan.FromMilliseconds(1));
        }

        Assert.Single(log.WithId(LogEvents.CommitFailed));
        Assert.Single(log.WithId(LogEvents.CommitRecovered));

        clock.Advance(TimeSpan.FromMinutes(2));
        health.Failed(full, new IOException());
        Assert.Equal(2, log.WithId(LogEvents.CommitFailed).Count);
        Assert.Equal(clock.GetUtcNow(), health.Outage!.Since);
    }

    [Fact]
    public void Outage_that_begins_in_the_silence_after_another_is_told_when_it_still_stands_after_it()
    {
        var log = new MemorySink();
        var clock = new FakeTimeProvider();
        using var serilog = new LoggerConfiguration().WriteTo.Sink(log).CreateLogger();
        using var loggers = new SerilogLoggerFactory(serilog);
        var health = new CommitHealth(clock, loggers.CreateLogger<CommitHealth>());
        var full = new StoreFault("disk_full", "The disk is full.", "Make room.");
        health.Failed(full, new IOException());
        health.Committed(1, TimeSpan.FromMilliseconds(1));

        for (var second = 0; second < 300; second++)
        {
            health.Failed(full, new IOException());
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        health.Committed(1, TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, log.WithId(LogEvents.CommitFailed).Count);
        Assert.Equal(2, log.WithId(LogEvents.CommitRecovered).Count);
    }

    private static async Task<string?> ProbedAsync(RunningServer server)
    {
        await using var context = server.Journal.OpenContext();
        return await context.State.Where(row => row.Name == StateRow.Probe).Select(row => row.Value).SingleOrDefaultAsync();
    }
}
