namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>
/// Tries to commit while the store cannot, so that an outage ends with its cause, also when nobody posts and nobody asks; and when
/// the journal's files were deleted, so that no second server starts meanwhile.
/// </summary>
internal sealed class OutageWatch(IJournal journal, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PeriodicTimer _timer = new(Period, time);

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(stoppingToken))
        {
            if (journal.Status is { Waiting: 0 } status && (status.Outage is not null || journal.IsDisplaced))
            {
                await TryAsync();
            }
        }
    }

    private async Task TryAsync()
    {
        try
        {
            await journal.ProbeAsync();
        }
        catch (JournalUnavailableException)
        {
            // The outage goes on, and its beginning is in the log.
        }
    }
}
