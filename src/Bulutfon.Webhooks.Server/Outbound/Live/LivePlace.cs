namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>One open stream among the others: it takes one of the places, beats, and ends with the server.</summary>
/// <param name="beatsAt">Its second of each heartbeat's round, so that not all beat at once.</param>
/// <param name="abort">Cuts the client off.</param>
/// <param name="close">Gives the place back.</param>
/// <param name="ending">Set when the server stops.</param>
internal sealed class LivePlace(int beatsAt, Action abort, Action<LivePlace> close, CancellationToken ending) : IDisposable
{
    private IHeartbeatQueue? _queue;
    private int _isBeatDue;

    public int BeatsAt => beatsAt;

    public CancellationToken Ending => ending;

    /// <summary>How many items were sent.</summary>
    public long Sent { get; set; }

    /// <summary>What the stream follows; null while it catches up, and looks for heartbeats itself.</summary>
    public IHeartbeatQueue? Queue
    {
        get => Volatile.Read(ref _queue);
        set => Volatile.Write(ref _queue, value);
    }

    public void Beat()
    {
        if (Queue is { } queue)
        {
            queue.Beat();
        }
        else
        {
            Volatile.Write(ref _isBeatDue, 1);
        }
    }

    /// <summary>Whether a heartbeat has become due since the last call.</summary>
    public bool TakeBeat() => Interlocked.Exchange(ref _isBeatDue, 0) == 1;

    public void Abort() => abort();

    public void Dispose() => close(this);
}
