using System.Diagnostics;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>
/// Deletes what is older than it may be, a little at a time, so that whoever posts meanwhile waits for a few rows at most. The
/// projections are made anew afterwards, at most once a day: until then calls of deleted events are still listed.
/// </summary>
internal sealed partial class Retention(
    IJournal journal, IProjectionStore projections, IOptionsMonitor<RetentionOptions> options, TimeProvider time, ILogger<Retention> logger, Metrics metrics)
    : BackgroundService
{
    /// <summary>How many rows are looked at in one read. A walk ends behind so many that are all young enough: rows come in the order of arrival.</summary>
    public const int Looked = 5000;

    /// <summary>Rows of one transaction: a few milliseconds.</summary>
    private const int AtOnce = 200;

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);

    /// <summary>How often the whole journal is walked for what lies out of order: a retried rejection has its first arrival, and clocks go wrong.</summary>
    private static readonly TimeSpan WholeEvery = TimeSpan.FromDays(1);

    /// <summary>Kept, so that one server knows when it did what.</summary>
    private IRight? _right;

    private readonly TrustedTime _trusted = new(journal, time);
    private readonly SemaphoreSlim _woken = new(0);
    private long? _warnedAt;

    private DateTimeOffset _wholeAt;
    private DateTimeOffset _projectedAt;
    private bool _isProjectionStale;

    /// <summary>Looks at once instead of in ten minutes.</summary>
    public void Wake() => _woken.Release();

    /// <summary>Reads the expected time before anything arrives: events of a wrong clock would seem to explain it.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.RetentionWaits(TimeSpan.Zero);
        if (!IsOff(options.CurrentValue))
        {
            try
            {
                _ = await _trusted.ReadAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var subscription = options.OnChange((_, _) => Wake());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (JournalUnavailableException) when (journal.Status.Outage is not null)
            {
                // Told where it is a matter of events.
            }
            catch (Exception exception)
            {
                LogFailed(logger, exception);
            }

            using var next = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var wait = Task.Delay(Every, time, next.Token);
            await Task.WhenAny(wait, _woken.WaitAsync(next.Token));
            await next.CancelAsync();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_right is { } right)
        {
            await right.DisposeAsync();
        }
    }

    /// <summary>One walk over what may be too old.</summary>
    private async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        // Who deletes nothing leaves the right to do it to a server that does.
        var current = options.CurrentValue;
        var isOff = IsOff(current);
        if (_right is { } held && (isOff || !held.IsHeld))
        {
            _right = null;
            await held.DisposeAsync();
        }

        if (isOff)
        {
            return;
        }

        if ((_right ??= journal.TryLead("retention")) is null)
        {
            return;
        }

        var reading = await _trusted.ReadAsync(stoppingToken);
        var now = reading.Usable;
        var isWhole = now - _wholeAt >= WholeEvery;
        var dropped = isWhole && current.Events is { } most ? await DropMonthsAsync(UnixTime.Of(now - most), stoppingToken) : 0;
        metrics.Deleted(ErasedRow.Event, "retention", (int)dropped);
        var events = current.Events is { } age
            ? await DeleteAsync((context, after) => context.Journal.Where(row => row.Id > after).OrderBy(row => row.Id).Select(row => new Aged(row.Id, row.ReceivedAt)), reading, age, ofEvents: true, isWhole, stoppingToken)
            : default;
        var rejections = current.Rejections is { } rejected
            ? await DeleteAsync((context, after) => context.Rejections.Where(row => row.Id > after).OrderBy(row => row.Id).Select(row => new Aged(row.Id, row.ReceivedAt)), reading, rejected, ofEvents: false, isWhole, stoppingToken)
            : default;
        _wholeAt = isWhole ? now : _wholeAt;
        if (dropped + events.Deleted + rejections.Deleted > 0)
        {
            LogDeleted(logger, dropped + events.Deleted, rejections.Deleted);
        }

        await NoteLeapAsync(reading, events.Waits || rejections.Waits);
        _isProjectionStale |= dropped + events.Deleted > 0;
        if (_isProjectionStale && now - _projectedAt >= WholeEvery)
        {
            await projections.ForgetDeletedAsync().WaitAsync(stoppingToken);
            (_projectedAt, _isProjectionStale) = (now, false);
        }
    }

    private static bool IsOff(RetentionOptions options) => options.Events is null && options.Rejections is null;

    /// <summary>Keeps the time, and warns once a day while rows wait because the clock leaped.</summary>
    private async Task NoteLeapAsync(ClockReading reading, bool waits)
    {
        if (!waits)
        {
            _trusted.Accept(reading);
            _warnedAt = null;
        }
        else if (_warnedAt is not { } warned || time.GetElapsedTime(warned) >= WarnEvery)
        {
            _warnedAt = time.GetTimestamp();
            LogWaits(logger, reading.Now, reading.Expected);
        }

        metrics.RetentionWaits(waits ? reading.Leap : TimeSpan.Zero);
        await _trusted.SaveAsync(waits ? reading : null);
    }

    /// <summary>A month that cannot be dropped keeps no row of the others.</summary>
    private async Task<long> DropMonthsAsync(long cutoff, CancellationToken stoppingToken)
    {
        try
        {
            return await journal.DropMonthsAsync(cutoff, stoppingToken);
        }
        catch (JournalUnavailableException exception) when (journal.Status.Outage is null)
        {
            LogFailed(logger, exception);
            return 0;
        }
    }

    /// <summary>Deletes what is too old by the usable time; tells whether rows are left that are too old by the clock alone.</summary>
    private async Task<(long Deleted, bool Waits)> DeleteAsync(
        Func<JournalContext, long, IQueryable<Aged>> rows, ClockReading reading, TimeSpan age, bool ofEvents, bool isWhole, CancellationToken stoppingToken)
    {
        var (cutoff, cutoffOfClock) = (UnixTime.Of(reading.Usable - age), UnixTime.Of(reading.Now - age));
        var (after, deleted, waits) = (0L, 0L, false);
        while (true)
        {
            List<Aged> looked;
            await using (var context = journal.OpenContext())
            {
                looked = await rows(context, after).Take(Looked).ToListAsync(stoppingToken);
            }

            long[] old = [.. looked.Where(row => row.ReceivedAt < cutoff).Select(row => row.Id)];
            foreach (var ids in old.Chunk(AtOnce))
            {
                await PaceAsync(ofEvents ? new PendingDeletion(ids, []) : new PendingDeletion([], ids), stoppingToken);
            }

            metrics.Deleted(ofEvents ? ErasedRow.Event : ErasedRow.Rejection, "retention", old.Length);
            deleted += old.Length;
            waits |= looked.Exists(row => row.ReceivedAt >= cutoff && row.ReceivedAt < cutoffOfClock);
            if (looked.Count < Looked || (old.Length == 0 && !isWhole))
            {
                return (deleted, waits);
            }

            after = looked[^1].Id;
        }
    }

    /// <summary>Deletes, then leaves the writer and the disk to others for ten times as long: what it writes back, they wait for too.</summary>
    private async Task PaceAsync(PendingDeletion deletion, CancellationToken stoppingToken)
    {
        var started = Stopwatch.GetTimestamp();
        await journal.KeepUpAsync(deletion);
        var pause = Stopwatch.GetElapsedTime(started) * 10;
        await Task.Delay(pause < MaxPause ? pause : MaxPause, CancellationToken.None).WaitAsync(stoppingToken);
    }

    [LoggerMessage(LogEvents.Retained, LogLevel.Information, "Deleted for their age (Retention): {Events} events, {Rejections} rejections.")]
    private static partial void LogDeleted(ILogger logger, long events, long rejections);

    [LoggerMessage(LogEvents.RetentionFailed, LogLevel.Error, "What is too old could not be deleted; it is tried again in ten minutes.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.RetentionWaits, LogLevel.Warning,
        "The clock is {Clock:O}, but {Expected:O} was expected. Retention deletes nothing because of the difference. If the clock is wrong, set it; if it is right, confirm it by POST /api/retention/confirmation or on the page Deliveries.")]
    private static partial void LogWaits(ILogger logger, DateTimeOffset clock, DateTimeOffset expected);

    private sealed record Aged(long Id, long ReceivedAt);
}
