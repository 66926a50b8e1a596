using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

[Trait("Store", "Any")]
public sealed class ReceiptSummaryTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemorySink _log = new();
    private readonly ReceiptTally _tally = new();
    private readonly LoggerFactory _loggers;
    private readonly ReceiptSummary _summary;

    public ReceiptSummaryTests()
    {
        _loggers = new([new SerilogLoggerProvider(new LoggerConfiguration().WriteTo.Sink(_log).CreateLogger(), dispose: true)]);
        _summary = new(_tally, _loggers.CreateLogger<ReceiptSummary>(), _time);
    }

    public void Dispose()
    {
        _summary.Dispose();
        _loggers.Dispose();
    }

    [Fact]
    public async Task A_minute_is_one_line_for_each_hook_that_received_something()
    {
        await _summary.StartAsync(CancellationToken.None);
        _tally.Accepted("izmir", "call_init", duplicate: false, bytes: 1500, receivedAt: 1);
        _tally.Accepted("izmir", "call_init", duplicate: true, bytes: 1500, receivedAt: 1);
        _tally.Rejected("izmir", "not_json");
        _tally.Rejected("izmir", "not_json");
        _tally.Rejected("izmir", "no_uuid");
        _tally.Failed("ankara");

        _time.Advance(TimeSpan.FromMinutes(1));
        await _log.WaitForAsync(line => line.RenderMessage(null).Contains("izmir", StringComparison.Ordinal));

        Assert.Equal(
            [
                (LogEventLevel.Warning, "Hook \"ankara\" received 0 events, 0 of them again, 0 kB; 0 rejected (\"-\"), 1 not stored, 0 cut off"),
                (LogEventLevel.Information, "Hook \"izmir\" received 2 events, 1 of them again, 3 kB; 3 rejected (\"no_uuid 1, not_json 2\"), 0 not stored, 0 cut off"),
            ],
            _log.WithId(LogEvents.ReceiptSummary).Select(line => (line.Level, line.RenderMessage(null))));
        await _summary.StopAsync(CancellationToken.None);
        Assert.Equal(2, _log.Events.Count);
    }

    [Fact]
    public async Task Each_minute_begins_at_zero()
    {
        await _summary.StartAsync(CancellationToken.None);
        _tally.Accepted("izmir", "call_init", duplicate: false, bytes: 10, receivedAt: 1);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _log.WaitForIdAsync(LogEvents.ReceiptSummary);

        _tally.Failed("izmir");
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await _log.WaitForAsync(line => line.Level == LogEventLevel.Warning);

        Assert.Equal(0L, Value(second, "Accepted"));
        Assert.Equal(1L, Value(second, "Failed"));
        await _summary.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Stopping_writes_what_the_last_minute_had()
    {
        await _summary.StartAsync(CancellationToken.None);
        _tally.Accepted("izmir", "call_init", duplicate: false, bytes: 10, receivedAt: 1);

        await _summary.StopAsync(CancellationToken.None);

        Assert.Equal(1L, Value(Assert.Single(_log.Events), "Accepted"));
    }

    [Fact]
    public async Task The_server_writes_it_when_it_stops()
    {
        await using var server = await LoopbackServer.StartAsync(_ => { });
        server.Service<ReceiptTally>().Accepted("izmir", "call_init", duplicate: false, bytes: 10, receivedAt: 1);

        await server.StopAsync();

        Assert.Single(server.Log.WithId(LogEvents.ReceiptSummary));
    }

    [Fact]
    public async Task Nothing_is_lost_between_threads()
    {
        const int Posts = 20_000;
        long accepted = 0;
        long rejected = 0;
        using var done = new CancellationTokenSource();
        var taking = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Take();
            }
        });

        await Parallel.ForAsync(0, Posts, (index, _) =>
        {
            _tally.Accepted("izmir", "call_init", duplicate: false, bytes: 1, receivedAt: 1);
            _tally.Rejected("izmir", "not_json");
            return ValueTask.CompletedTask;
        });
        await done.CancelAsync();
        await taking;
        Take();

        Assert.Equal(Posts, accepted);
        Assert.Equal(Posts, rejected);

        void Take()
        {
            foreach (var counts in _tally.Take())
            {
                accepted += counts.Accepted;
                rejected += counts.Rejected;
            }
        }
    }

    private static object? Value(LogEvent line, string property) => Assert.IsType<ScalarValue>(line.Properties[property]).Value;
}
