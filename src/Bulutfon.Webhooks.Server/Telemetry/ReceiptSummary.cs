namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Writes one line a minute for each hook that received something, and a last one at the end: a line for each accepted
/// post would cost a fifth of the throughput.
/// </summary>
internal sealed partial class ReceiptSummary(ReceiptTally tally, ILogger<ReceiptSummary> logger, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly PeriodicTimer _timer = new(Period, time);

    /// <summary>Called after the web server has ended, which started last, so that the last line misses nothing.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(stoppingToken))
        {
            Write();
        }
    }

    private void Write()
    {
        foreach (var counts in tally.Take())
        {
            LogReceived(
                logger,
                counts.Failed + counts.CutOff > 0 ? LogLevel.Warning : LogLevel.Information,
                counts.Hook,
                counts.Accepted,
                counts.Duplicates,
                counts.Bytes / 1000,
                counts.Rejected,
                counts.Reasons,
                counts.Failed,
                counts.CutOff);
        }
    }

    [LoggerMessage(
        EventId = LogEvents.ReceiptSummary,
        Message = "Hook {Hook} received {Accepted} events, {Duplicates} of them again, {Kilobytes} kB; {Rejected} rejected ({Reasons}), {Failed} not stored, {CutOff} cut off")]
    private static partial void LogReceived(
        ILogger logger, LogLevel level, string hook, long accepted, long duplicates, long kilobytes, long rejected, string reasons, long failed, long cutOff);
}
