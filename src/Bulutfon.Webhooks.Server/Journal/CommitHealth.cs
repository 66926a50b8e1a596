using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>What the last commits say of the store: whether it works, and how fast.</summary>
/// <param name="logger">Told of the first failure, and of the end of failures.</param>
/// <param name="metrics">Told of every commit, where they are kept.</param>
internal sealed partial class CommitHealth(ILogger<CommitHealth> logger, Metrics? metrics = null)
{
    public static readonly TimeSpan MinRetryAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private double _secondsPerWrite = 0.001;
    private string? _failure;

    /// <summary>Why the last commit failed; null if it did not, or if there was none yet.</summary>
    public string? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    public void Committed(int writes, TimeSpan elapsed)
    {
        metrics?.Committed(writes, elapsed);
        var recovered = false;
        lock (_gate)
        {
            // Smoothed over about ten commits.
            _secondsPerWrite += 0.1 * ((elapsed.TotalSeconds / writes) - _secondsPerWrite);
            recovered = _failure is not null;
            _failure = null;
        }

        if (recovered)
        {
            LogRecovered(logger);
        }
    }

    public void Failed(Exception exception)
    {
        metrics?.CommitFailed();
        bool first;
        lock (_gate)
        {
            first = !string.Equals(_failure, exception.Message, StringComparison.Ordinal);
            _failure = exception.Message;
        }

        // Once for each cause: at full load the same line would come thousands of times a second.
        if (first)
        {
            LogFailed(logger, exception);
        }
    }

    /// <summary>How long the measured rate takes for what waits; between one second and thirty.</summary>
    public TimeSpan TimeToDrain(int waiting)
    {
        double seconds;
        lock (_gate)
        {
            seconds = Math.Ceiling(waiting * _secondsPerWrite);
        }

        return TimeSpan.FromSeconds(Math.Clamp(seconds, MinRetryAfter.TotalSeconds, MaxRetryAfter.TotalSeconds));
    }

    [LoggerMessage(LogEvents.CommitFailed, LogLevel.Error, "The journal cannot commit; events are answered 503 until it can.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CommitRecovered, LogLevel.Information, "The journal commits again.")]
    private static partial void LogRecovered(ILogger logger);
}
