using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Whether events can be committed: what the last commit says, and if that was a while ago, what a probe says that is committed
/// for the purpose. All who ask share one probe.
/// </summary>
internal sealed class Readiness(IJournal journal, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>How long the result of a commit holds.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer waits for the probe; those who ask have little patience.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task _probe = Task.CompletedTask;
    private long? _probed;

    /// <returns>Why events cannot be committed, and since when; null if they can.</returns>
    public async Task<Outage?> CheckAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new Outage(StoreFault.Stopping, time.GetUtcNow());
        }

        var status = journal.Status;
        if (status.IsFull)
        {
            return status.Outage ?? new Outage(StoreFault.QueueFull, time.GetUtcNow());
        }

        var asked = time.GetUtcNow();
        if (status.LastAttempt is { } last && (asked - last).Duration() < Fresh)
        {
            return status.Outage;
        }

        try
        {
            await Probe().WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return journal.Status.Outage ?? new Outage(StoreFault.NoAnswer, asked);
        }

        return journal.Status.Outage;
    }

    private Task Probe()
    {
        lock (_gate)
        {
            if (_probe.IsCompleted && (_probed is null || time.GetElapsedTime(_probed.Value) >= Fresh))
            {
                _probed = time.GetTimestamp();
                _probe = ProbeAsync();
            }

            return _probe;
        }
    }

    private async Task ProbeAsync()
    {
        try
        {
            await journal.ProbeAsync();
        }
        catch (JournalUnavailableException)
        {
            // The journal's status says why.
        }
    }
}
