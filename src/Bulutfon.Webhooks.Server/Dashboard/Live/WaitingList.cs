using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Outbound.Callbacks;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Dashboard.Live;

/// <summary>
/// Who waits to be called back, reckoned once for all open pages: after a mark at once, after events every two seconds, and when a
/// number becomes too old for the list. It runs while somebody watches.
/// </summary>
internal sealed partial class WaitingList(
    CallbackSearch search, CallbackMarking marking, CallBoard board, IOptions<CallsOptions> options, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<WaitingList> logger)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private TaskCompletionSource _marked = NewSignal();
    private TaskCompletionSource _moved = NewSignal();
    private volatile CallbackList? _list;
    private volatile DrawnList? _drawn;
    private readonly Watchers _watchers = new(time);

    /// <summary>The list as it was reckoned last; null if nobody has watched it lately.</summary>
    public CallbackList? List => _list;

    /// <summary>Calls back whenever the list was reckoned anew, on no particular thread, until it is disposed.</summary>
    public IDisposable Watch(Func<Task> changed) => _watchers.Add(changed, RunAsync);

    /// <summary>What a page shows first; that it is drawn twice, at once and when its connection is there, is reckoned once.</summary>
    /// <param name="isDrawnAgain">Whether it was drawn a moment ago.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<CallbackList> ReadAsync(bool isDrawnAgain, CancellationToken cancellationToken)
    {
        if (_list is { } list)
        {
            return list;
        }

        if (!isDrawnAgain || _drawn is not { } drawn || time.GetUtcNow() - drawn.At > Beat)
        {
            _drawn = drawn = new DrawnList(await search.ListAsync(Paging.MaxLimit, cancellationToken), time.GetUtcNow());
        }

        return drawn.List;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        marking.Changed += OnMarked;
        using var moves = board.Watch(OnMovedAsync);
        try
        {
            do
            {
                await ReckonAsync(stopping);
            }
            while (!_watchers.IsDeserted(() => _list = null) && await IsDueAsync(stopping));
        }
        finally
        {
            marking.Changed -= OnMarked;
        }
    }

    private void OnMarked(object? sender, EventArgs args) => Volatile.Read(ref _marked).TrySetResult();

    private Task OnMovedAsync()
    {
        Volatile.Read(ref _moved).TrySetResult();
        return Task.CompletedTask;
    }

    private async Task ReckonAsync(CancellationToken stopping)
    {
        // What comes from here on is for the next time.
        Volatile.Write(ref _marked, NewSignal());
        Volatile.Write(ref _moved, NewSignal());
        try
        {
            _list = await search.ListAsync(Paging.MaxLimit, stopping);
        }
        catch (Exception exception)
        {
            if (!stopping.IsCancellationRequested)
            {
                LogUnreadable(logger, exception);
            }

            return;
        }

        await _watchers.NotifyAsync(stopping);
    }

    /// <summary>Waits until the list may have changed.</summary>
    /// <returns>False if the server stops.</returns>
    private async Task<bool> IsDueAsync(CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var ageing = Task.Delay(UntilOneIsTooOld(), time, waiting.Token);
        var beat = Task.Delay(Beat, time, waiting.Token);
        await Task.WhenAny(beat, _marked.Task);
        if (!_marked.Task.IsCompleted)
        {
            await Task.WhenAny(ageing, _moved.Task, _marked.Task);
        }

        await waiting.CancelAsync();
        return !stopping.IsCancellationRequested;
    }

    private TimeSpan UntilOneIsTooOld()
    {
        var left = _list is { Items: [var oldest, ..] } ? oldest.FirstAt + options.Value.CallbackWindow - time.GetUtcNow() : Longest;
        return left < Beat ? Beat : left < Longest ? left : Longest;
    }

    [LoggerMessage(LogEvents.WaitingListUnreadable, LogLevel.Error, "The page cannot read on who waits to be called back; it tries again.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);

    private sealed record DrawnList(CallbackList List, DateTimeOffset At);
}
