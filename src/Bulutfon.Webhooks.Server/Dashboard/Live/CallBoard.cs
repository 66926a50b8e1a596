using System.Collections.Concurrent;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Dashboard.Live;

/// <summary>
/// Follows the journal once for all open pages and unites the events of the calls in progress as the projection does. It runs while
/// somebody watches; with nobody it reads nothing.
/// </summary>
internal sealed partial class CallBoard(
    IJournal journal, CallSearch calls, IOptions<CallsOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<CallBoard> logger)
{
    private const int ReadAtOnce = 1000;
    private const int MostCalls = 500;
    private const int ShownEvents = 20;

    /// <summary>More than a person takes in; a page of some thousand cards, drawn five times a second, would stop every browser.</summary>
    private const int ShownCalls = 100;

    private const int ShownOver = 20;

    /// <summary>So many calls come onto the board at once, the newest first: where more begin, nobody could read them.</summary>
    private const int NewAtOnce = 25;

    /// <summary>Between two drawings of a page, however many events come.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    /// <summary>How long an ended call stays, so that the eye can follow.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>How often stale and ended calls are looked for while nothing comes.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long after a deletion, and after somebody began to watch, the board is read once more: until the projections are made anew, they may still tell of
    /// what was deleted.
    /// </summary>
    private static readonly TimeSpan Anew = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, CallState> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (CallState State, DateTimeOffset Until)> _over = new(StringComparer.Ordinal);
    private readonly LinkedList<BoardEvent> _events = new();
    private readonly Watchers _watchers = new(time);
    private readonly ConcurrentQueue<long> _deleted = new();
    private volatile TaskCompletionSource _isDeleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile BoardView _view = BoardView.Empty;
    private bool _hasMore;
    private long? _doubtedSince;

    /// <summary>What goes on now.</summary>
    public BoardView View => _view;

    /// <summary>Calls back whenever the view has changed, on no particular thread, until it is disposed.</summary>
    public IDisposable Watch(Func<Task> changed) => _watchers.Add(changed, RunAsync);

    private async Task RunAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        while (!stopping.IsCancellationRequested)
        {
            journal.Deleted += Delete;
            try
            {
                await FollowAsync(stopping);
                return;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogUnreadable(logger, exception);
                await Task.Delay(Idle, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                journal.Deleted -= Delete;
            }
        }
    }

    private void Delete(object? sender, DeletedEvents deleted)
    {
        foreach (var id in deleted.Ids)
        {
            _deleted.Enqueue(id);
        }

        _isDeleted.TrySetResult();
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        // What comes while the open calls are read, is read again: a call is the same however often an event is merged.
        var position = await LoadAsync(stopping);
        _doubtedSince = time.GetTimestamp();
        await PublishAsync(stopping);
        while (true)
        {
            var isAnew = _doubtedSince is { } doubted && time.GetElapsedTime(doubted) >= Anew;
            if (isAnew)
            {
                _doubtedSince = null;
                position = await LoadAsync(stopping);
            }

            var committed = await journal.ReadAfterAsync(position, ReadAtOnce, stopping);
            foreach (var each in committed)
            {
                Take(each);
                position = each.Id;
            }

            if (ForgetDeleted() | Forget() || isAnew || committed.Count > 0 || _hasMore)
            {
                await PublishAsync(stopping);
            }

            if (_watchers.IsDeserted(() => _view = BoardView.Empty))
            {
                return;
            }

            await Task.Delay(Beat, time, stopping);
            if (!_hasMore)
            {
                await WaitAsync(position, stopping);
            }
        }
    }

    private async Task WaitAsync(long position, CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(journal.WaitForCommitAsync(position, waiting.Token), Task.Delay(Idle, time, waiting.Token), _isDeleted.Task);
        await waiting.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    private async Task<long> LoadAsync(CancellationToken stopping)
    {
        _open.Clear();
        _over.Clear();
        _events.Clear();
        var position = journal.LastSequence;
        foreach (var state in await calls.ReadOpenAsync(MostCalls, stopping))
        {
            _open[state.Uuid] = state;
        }

        await using var context = journal.OpenContext();
        var last = await context.Journal.AsNoTracking().OrderByDescending(row => row.Id).Where(row => row.Id <= position).Take(ShownEvents).ToListAsync(stopping);
        foreach (var row in Enumerable.Reverse(last))
        {
            Note(row.ToCommitted());
        }

        return position;
    }

    private void Take(CommittedEvent committed)
    {
        if (committed.Event is null)
        {
            return;
        }

        Note(committed);
        var state = CallState.Of(committed);
        if (_open.TryGetValue(state.Uuid, out var known) || (_over.TryGetValue(state.Uuid, out var over) && (known = over.State) is not null))
        {
            state = CallState.Merge(known!, state);
        }

        if (new JudgedCall(state).Outcome == CallOutcome.InProgress)
        {
            _open[state.Uuid] = state;
            return;
        }

        // Events of unknown types alone do not say that there is a call.
        if (state.IsEnded || state.IsFax)
        {
            _open.Remove(state.Uuid);
            _over[state.Uuid] = (state, time.GetUtcNow() + Farewell);
        }
    }

    private void Note(CommittedEvent committed)
    {
        if (committed.Event is not { } webhookEvent)
        {
            return;
        }

        _events.AddFirst(new BoardEvent(
            committed.Id, UnixTime.ToTime(committed.Timestamp), webhookEvent.EventType.ToString(), webhookEvent.Uuid, webhookEvent.Caller, webhookEvent.Callee, webhookEvent.Destination));
        if (_events.Count > ShownEvents)
        {
            _events.RemoveLast();
        }
    }

    /// <summary>Lets go of all that a deleted event told: nobody may read it any more.</summary>
    private bool ForgetDeleted()
    {
        _isDeleted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ids = new HashSet<long>();
        while (_deleted.TryDequeue(out var id))
        {
            ids.Add(id);
        }

        if (ids.Count == 0)
        {
            return false;
        }

        foreach (var each in _events.Where(each => ids.Contains(each.Id)).ToList())
        {
            _events.Remove(each);
        }

        foreach (var uuid in _open.Values.Concat(_over.Values.Select(each => each.State)).Where(state => state.EventIds.Any(ids.Contains)).Select(state => state.Uuid).ToList())
        {
            _open.Remove(uuid);
            _over.Remove(uuid);
        }

        _doubtedSince = time.GetTimestamp();
        return true;
    }

    /// <summary>Lets go of what ended a while ago, and of what nobody will hear of again.</summary>
    private bool Forget()
    {
        var now = time.GetUtcNow();
        var stale = UnixTime.Of(now - options.Value.StaleAfter);
        string[] gone = [.. _over.Where(each => each.Value.Until <= now).Select(each => each.Key)];
        string[] lost = [.. _open.Values.Where(state => state.AliveAt <= stale).Select(state => state.Uuid)];
        foreach (var uuid in gone)
        {
            _over.Remove(uuid);
        }

        foreach (var uuid in lost)
        {
            _open.Remove(uuid);
        }

        return gone.Length + lost.Length > 0;
    }

    private Task PublishAsync(CancellationToken stopping)
    {
        var now = UnixTime.Of(time.GetUtcNow());
        var drawn = _view.Calls.ToDictionary(call => call.Summary.Uuid, StringComparer.Ordinal);
        CallState[] added = [.. Newest(_open.Values, ShownCalls).Concat(Newest(_over.Values.Select(each => each.State), ShownOver)).Where(state => !drawn.ContainsKey(state.Uuid))];
        _hasMore = _view.IsLoaded && added.Length > NewAtOnce;
        var shown = (_hasMore ? Newest(added, NewAtOnce) : added).Select(state => state.Uuid).Concat(drawn.Keys).ToHashSet(StringComparer.Ordinal);
        var states = Newest(_open.Values.Where(IsShown), ShownCalls).Select(state => (State: state, IsOver: false))
            .Concat(Newest(_over.Values.Select(each => each.State).Where(IsShown), ShownOver).Select(state => (State: state, IsOver: true)));
        _view = new BoardView(
            [.. states.Select(each => drawn.GetValueOrDefault(each.State.Uuid) is { } known && ReferenceEquals(known.State, each.State)
                ? known
                : new BoardCall(each.State, CallSummary.Of(each.State, now, options.Value), each.IsOver)).OrderBy(call => call.Summary.StartedAt)],
            [.. _events],
            journal.LastSequence > 0)
        {
            InProgress = _open.Count,
            IsLoaded = true,
        };
        return _watchers.NotifyAsync(stopping);

        bool IsShown(CallState state) => shown.Contains(state.Uuid);
    }

    /// <summary>Those that were heard of last: whoever has just called is among them, however many calls there are.</summary>
    private static IEnumerable<CallState> Newest(IEnumerable<CallState> states, int most) => states.OrderByDescending(state => state.First.Id).Take(most);

    [LoggerMessage(LogEvents.BoardUnreadable, LogLevel.Error, "The page cannot read on what it shows live; it waits until it can.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
