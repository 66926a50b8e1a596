using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>What the last commits say of the store: whether it works, why not, and how fast it is.</summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures and of their end.</param>
/// <param name="metrics">Told of every commit, where they are kept.</param>
internal sealed partial class CommitHealth(TimeProvider time, ILogger<CommitHealth> logger, Metrics? metrics = null)
{
    public static readonly TimeSpan MinRetryAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(30);

    /// <summary>A store that fails and works by turns would fill the log, and with it perhaps the disk that is full.</summary>
    private static readonly TimeSpan SilenceAboutACause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private double _secondsPerWrite = 0.001;
    private Outage? _outage;
    private DateTimeOffset? _lastAttempt;
    private bool _tellRecovery;
    private bool _isCauseTold;

    /// <summary>Why the last commit failed; null if it did not, or if there was none yet.</summary>
    public Outage? Outage
    {
        get
        {
            lock (_gate)
            {
                return _outage;
            }
        }
    }

    /// <summary>When something was last committed, or could not be; null if nothing was yet.</summary>
    public DateTimeOffset? LastAttempt
    {
        get
        {
            lock (_gate)
            {
                return _lastAttempt;
            }
        }
    }

    public void Committed(int writes, TimeSpan elapsed)
    {
        metrics?.Committed(writes, elapsed);
        var now = time.GetUtcNow();
        Outage? ended = null;
        lock (_gate)
        {
            // Smoothed over about ten commits.
            _secondsPerWrite += 0.1 * ((elapsed.TotalSeconds / writes) - _secondsPerWrite);
            _lastAttempt = now;
            if (_outage is not null)
            {
                (ended, _outage) = (_tellRecovery ? _outage : null, null);
                _tellRecovery = false;
            }
        }

        if (ended is not null)
        {
            LogRecovered(logger, ended.Fault.Cause, ended.Since);
        }
    }

    public void Failed(StoreFault fault, Exception exception)
    {
        metrics?.CommitFailed();
        var now = time.GetUtcNow();
        bool tell;
        lock (_gate)
        {
            if (_outage?.Fault.Cause != fault.Cause)
            {
                _isCauseTold = false;
            }

            // An outage that begins in the silence is told when that is over, if it still goes on.
            tell = !_isCauseTold && IsNews(fault.Cause, now);
            _isCauseTold |= tell;
            _outage = new Outage(fault, _outage?.Since ?? now);
            _lastAttempt = now;
            _tellRecovery |= tell;
        }

        if (tell)
        {
            LogFailed(logger, fault.Cause, fault.Reason, fault.Remedy, exception);
        }
    }

    /// <summary>One write was refused for what it is; the store works.</summary>
    public void Refused(Exception exception) => LogRefused(logger, exception);

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

    private bool IsNews(string cause, DateTimeOffset now)
    {
        // A clock that was put back makes the past lie ahead.
        if (_told.TryGetValue(cause, out var told) && (now - told).Duration() < SilenceAboutACause)
        {
            return false;
        }

        _told[cause] = now;
        return true;
    }

    [LoggerMessage(LogEvents.CommitFailed, LogLevel.Error, "The journal cannot commit ({Cause}): {Reason} {Remedy} Events are answered 503 until it can.")]
    private static partial void LogFailed(ILogger logger, string cause, string reason, string remedy, Exception exception);

    [LoggerMessage(LogEvents.WriteRefused, LogLevel.Error, "The store refuses one event, and takes the others. It was answered 503; please report this as a bug.")]
    private static partial void LogRefused(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.CommitRecovered, LogLevel.Information, "The journal commits again, after {Cause} since {Since:o}.")]
    private static partial void LogRecovered(ILogger logger, string cause, DateTimeOffset since);
}
