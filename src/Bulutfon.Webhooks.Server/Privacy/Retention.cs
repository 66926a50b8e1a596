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

    /// <summary>How often the whole journal is walked for what lies out of order: a retried rejection has its first arrival, and clocks go wrong.</summary>
    private static readonly TimeSpan WholeEvery = TimeSpan.FromDays(1);

    /// <summary>Kept, so that one server knows when it did what.</summary>
    private IRight? _right;

    private DateTimeOffset _wholeAt;
    private DateTimeOffset _projectedAt;
    private bool _isProjectionStale;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var changed = new SemaphoreSlim(0);
        using var subscription = options.OnChange((_, _) => changed.Release());
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
            await Task.WhenAny(wait, changed.WaitAsync(next.Token));
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
        var isOff = current.Events is null && current.Rejections is null;
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

        var now = time.GetUtcNow();
        var isWhole = now - _wholeAt >= WholeEvery;
        var dropped = isWhole && current.Events is { } most ? await DropMonthsAsync(UnixTime.Of(now - most), stoppingToken) : 0;
        metrics.Deleted(ErasedRow.Event, "retention", (int)dropped);
        var events = dropped + (current.Events is { } age
            ? await DeleteAsync((context, after) => context.Journal.Where(row => row.Id > after).OrderBy(row => row.Id).Select(row => new Aged(row.Id, row.ReceivedAt)), UnixTime.Of(now - age), ofEvents: true, isWhole, stoppingToken)
            : 0);
        var rejections = current.Rejections is { } rejected
            ? await DeleteAsync((context, after) => context.Rejections.Where(row => row.Id > after).OrderBy(row => row.Id).Select(row => new Aged(row.Id, row.ReceivedAt)), UnixTime.Of(now - rejected), ofEvents: false, isWhole, stoppingToken)
            : 0;
        _wholeAt = isWhole ? now : _wholeAt;
        if (events + rejections > 0)
        {
            LogDeleted(logger, events, rejections);
        }

        _isProjectionStale |= events > 0;
        if (_isProjectionStale && now - _projectedAt >= WholeEvery)
        {
            await projections.ForgetDeletedAsync().WaitAsync(stoppingToken);
            (_projectedAt, _isProjectionStale) = (now, false);
        }
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

    private async Task<long> DeleteAsync(
        Func<JournalContext, long, IQueryable<Aged>> rows, long cutoff, bool ofEvents, bool isWhole, CancellationToken stoppingToken)
    {
        var (after, deleted) = (0L, 0L);
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
            if (looked.Count < Looked || (old.Length == 0 && !isWhole))
            {
                return deleted;
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

    private sealed record Aged(long Id, long ReceivedAt);
}
