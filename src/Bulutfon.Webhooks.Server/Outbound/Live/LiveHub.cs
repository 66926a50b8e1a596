using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>
/// Reads a source once for all its streams. The pump runs while somebody follows; with nobody it neither reads nor serializes.
/// A stream that cannot keep up is left behind, reads on alone, and joins again.
/// </summary>
internal sealed partial class LiveHub<TItem>(ILiveSource<TItem> source, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LiveHub<TItem>> logger)
    : IDisposable
    where TItem : LiveItem
{
    private const int PumpBatch = 512;

    /// <summary>Small, since every slow reader may hold as many items that nobody shares.</summary>
    private const int CatchUpBatch = 64;

    /// <summary>So many streams read from the source at once, however many come back after a restart.</summary>
    private const int ConcurrentReaders = 4;

    /// <summary>The pause after the source could not be read.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<LiveFollower<TItem>> _followers = [];
    private readonly SemaphoreSlim _readers = new(ConcurrentReaders);
    private bool _isPumping;
    private long _position;
    private string? _failure;

    public long LastSequence => source.LastSequence;

    /// <inheritdoc cref="ILiveSource{TItem}.ReadLastSequenceAsync"/>
    public ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => source.ReadLastSequenceAsync(cancellationToken);

    /// <summary>From now on, everything behind the follower's <see cref="LiveFollower{TItem}.JoinedAt"/> is handed over to it.</summary>
    /// <param name="matches">Which items the stream wants.</param>
    /// <param name="cursor">The last sequence that it has; the source may still be before it.</param>
    public LiveFollower<TItem> Join(Predicate<TItem> matches, long cursor = 0)
    {
        lock (_gate)
        {
            if (!_isPumping)
            {
                _isPumping = true;
                _position = Math.Max(source.LastSequence, cursor);
                _ = Task.Run(PumpAsync);
            }

            var follower = new LiveFollower<TItem>(matches, _position);
            _followers.Add(follower);
            return follower;
        }
    }

    public void Leave(LiveFollower<TItem> follower)
    {
        lock (_gate)
        {
            _followers.Remove(follower);
        }
    }

    /// <summary>A batch for one stream alone, read in its turn.</summary>
    public async Task<LiveBatch<TItem>> ReadAfterAsync(long after, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken);
        try
        {
            return await source.ReadAfterAsync(after, CatchUpBatch, cancellationToken);
        }
        finally
        {
            _readers.Release();
        }
    }

    public void Dispose() => _readers.Dispose();

    private async Task PumpAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await source.WaitAsync(_position, stopping);
                if (!IsFollowed())
                {
                    return;
                }

                HandOver(await source.ReadAfterAsync(_position, PumpBatch, stopping));
                _failure = null;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The streams end too.
            }
            catch (Exception exception)
            {
                // Once for each cause: an outage goes on for many of these pauses.
                if (exception.Message != _failure)
                {
                    LogUnreadable(logger, exception);
                }

                _failure = exception.Message;
                await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>If nobody follows, the pump ends, and the next to join starts it again.</summary>
    private bool IsFollowed()
    {
        lock (_gate)
        {
            return _isPumping = _followers.Count > 0;
        }
    }

    private void HandOver(LiveBatch<TItem> batch)
    {
        lock (_gate)
        {
            _followers.RemoveAll(follower => !batch.Items.All(follower.TryHandOver));
            _position = batch.ReadTo;
        }
    }

    [LoggerMessage(LogEvents.LiveUnreadable, LogLevel.Error, "The live streams cannot read on; they wait until they can.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception);
}
