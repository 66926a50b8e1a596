using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>
/// Follows the journal and keeps the projections up to date, in larger batches than the journal's commits. Who needs to see
/// an event that he was answered waits for it here.
/// </summary>
internal sealed partial class ProjectionFollower(IJournal journal, IProjectionStore store, TimeProvider time, ILogger<ProjectionFollower> logger, Metrics? metrics = null)
    : BackgroundService
{
    private const int BatchSize = 4096;

    /// <summary>How long a batch gathers, unless a reader waits: a transaction costs as much as some dozens of events.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How long it gathers while somebody watches the projections live, and while very many arrive: a batch is large then anyway,
    /// and events that are let go of young cost the collector nothing.
    /// </summary>
    private static readonly TimeSpan ShortGather = TimeSpan.FromMilliseconds(20);

    /// <summary>Very many: so many events in a second.</summary>
    private const int BusyRate = 4000;

    /// <summary>Whoever watches is away for a moment between two waits.</summary>
    private static readonly TimeSpan StillWatched = TimeSpan.FromSeconds(1);

    /// <summary>How often it looks whether somebody asks for a rebuild, when there is nothing else to do.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>How often it looks how far another process is, while events are not in the projections yet.</summary>
    private static readonly TimeSpan WatchBehind = TimeSpan.FromMilliseconds(20);

    /// <summary>The same when all are.</summary>
    private static readonly TimeSpan WatchIdle = TimeSpan.FromMilliseconds(500);

    /// <summary>The pause after a failure of the store.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CommitSignal _progress = new();
    private readonly SemaphoreSlim _hurry = new(0, 1);
    private int _watchers;
    private long _watchedAt;
    private long _readAt;
    private bool _isBusy;
    private string? _failure;
    private volatile TaskCompletionSource _missed = NewSignal();

    /// <summary>The last sequence in the projections.</summary>
    public long Cursor => _progress.Last;

    /// <summary>Waits until the projections hold a sequence, or the time is over; gives the sequence that they hold.</summary>
    public async Task<long> WaitForAsync(long sequence, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (Cursor >= sequence)
        {
            return Cursor;
        }

        Hurry();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(atMost);
        try
        {
            await _progress.WaitAsync(sequence - 1, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The answer then says how far it is.
        }

        return Cursor;
    }

    /// <summary>Completes when the projections are behind a sequence; until then batches gather for a shorter time.</summary>
    public async Task WatchAsync(long after, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            await _progress.WaitAsync(after, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _watchedAt, time.GetTimestamp());
            Interlocked.Decrement(ref _watchers);
        }
    }

    private bool IsWatched =>
        Volatile.Read(ref _watchers) > 0 || (Volatile.Read(ref _watchedAt) is > 0 and var last && time.GetElapsedTime(last) < StillWatched);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var thread = new ProjectionThread();
        await thread.RunAsync(() => RunAsync(stoppingToken));
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        store.Missed += Miss;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var generation = journal.Status.Generation;
                _missed = NewSignal();
                store.Open();
                _progress.Set(store.Cursor);
                await FollowAsync(generation, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Once for each cause: an outage goes on for many of these pauses.
                var isNews = exception.Message != _failure;
                if (isNews)
                {
                    LogFailed(logger, exception);
                }

                // Of a file that was deleted there is nothing to wait for, unless that did not help.
                _failure = exception.Message;
                if (exception is not FileNotFoundException || !isNews)
                {
                    // On this thread afterwards too.
                    await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                }
            }
        }
    }

    /// <summary>Follows until another database takes the journal's place, which may have another identity.</summary>
    private async Task FollowAsync(int generation, CancellationToken stoppingToken)
    {
        while (true)
        {
            if (!store.TryLead())
            {
                await WatchAsync(stoppingToken);
                if (journal.Status.Generation != generation)
                {
                    return;
                }

                continue;
            }

            // By turns, so that a long rebuild holds up nobody.
            if (store.RebuildCursor is { } rebuilt)
            {
                store.Rebuild(await journal.ReadAfterAsync(rebuilt, BatchSize, stoppingToken));
            }
            else
            {
                await WaitForEventsAsync(stoppingToken);
            }

            if (journal.Status.Generation != generation)
            {
                return;
            }

            // What is missing up to here, is missing for good: it was deleted.
            var last = journal.LastSequence;
            var events = await journal.ReadAfterAsync(store.Cursor, BatchSize, stoppingToken);
            _isBusy = events.Count > BusyRate * time.GetElapsedTime(_readAt).TotalSeconds;
            _readAt = time.GetTimestamp();
            if (events.Count == 0)
            {
                await PassAsync(last, stoppingToken);
                continue;
            }

            foreach (var (id, reason) in store.Apply(events))
            {
                LogSkipped(logger, id, reason);
            }

            TellRecovery();
            journal.ForgetRecent(store.Cursor);
            _progress.Set(store.Cursor);
            metrics?.Projected(UnixTime.Since(events[0].ReceivedAt, time));
        }
    }

    /// <summary>Another process applies: tells how far it is, and looks again the sooner the more there is to come.</summary>
    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        journal.ForgetRecent(store.Cursor);
        _progress.Set(store.Cursor);
        TellRecovery();
        if (journal.LastSequence > store.Cursor)
        {
            await Task.Delay(WatchBehind, stoppingToken);
        }
        else
        {
            using var idle = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            idle.CancelAfter(WatchIdle);
            await Task.WhenAny(_hurry.WaitAsync(idle.Token), journal.WaitForCommitAsync(store.Cursor, idle.Token));
            await idle.CancelAsync();
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends without any now and then, to see whether somebody asks for a rebuild.</summary>
    private async Task WaitForEventsAsync(CancellationToken stoppingToken)
    {
        while (journal.LastSequence <= store.Cursor && store.Tidy())
        {
            stoppingToken.ThrowIfCancellationRequested();
        }

        if (journal.LastSequence <= store.Cursor && !await IsCommittedAsync(stoppingToken))
        {
            return;
        }

        if (journal.LastSequence - store.Cursor < BatchSize)
        {
            await _hurry.WaitAsync(_isBusy || IsWatched ? ShortGather : Gather, stoppingToken);
        }
    }

    /// <summary>Sequences without events behind the last one, of deleted events or of a restored journal, would keep it busy.</summary>
    private async Task PassAsync(long last, CancellationToken stoppingToken)
    {
        if (last <= store.Cursor)
        {
            return;
        }

        store.Pass(last);
        _progress.Set(store.Cursor);
        if (last > store.Cursor)
        {
            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private async Task<bool> IsCommittedAsync(CancellationToken stoppingToken)
    {
        using var timer = new CancellationTokenSource(Look, time);
        using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, timer.Token);
        try
        {
            var commit = journal.WaitForCommitAsync(store.Cursor, look.Token);
            await await Task.WhenAny(commit, _missed.Task);
            return commit.IsCompletedSuccessfully;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await look.CancelAsync();
        }
    }

    private void TellRecovery()
    {
        if (_failure is not null)
        {
            _failure = null;
            LogRecovered(logger, store.Cursor);
        }
    }

    private void Miss(object? sender, EventArgs e) => _missed.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Hurry()
    {
        lock (_hurry)
        {
            if (_hurry.CurrentCount == 0)
            {
                _hurry.Release();
            }
        }
    }

    [LoggerMessage(LogEvents.ProjectionsFailed, LogLevel.Error, "The projections cannot be written; queries answer with what is indexed until they can.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(LogEvents.ProjectionsRecovered, LogLevel.Information, "The projections are written again, up to event {Sequence}.")]
    private static partial void LogRecovered(ILogger logger, long sequence);

    [LoggerMessage(LogEvents.EventSkipped, LogLevel.Warning, "Event {EventId} cannot be projected and is skipped.")]
    private static partial void LogSkipped(ILogger logger, long eventId, Exception exception);
}
