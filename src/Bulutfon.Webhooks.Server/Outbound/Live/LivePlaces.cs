using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>All open streams, of whatever source: how many there may be, their heartbeats by one timer, their end.</summary>
internal sealed class LivePlaces : IDisposable
{
    /// <summary>Seconds from one heartbeat of a stream to the next.</summary>
    public const int HeartbeatSeconds = 15;

    /// <summary>How long a client that reads nothing may hold up the server's stop.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<LivePlace> _open = [];
    private readonly int _most;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _onStopping;
    private readonly ITimer _clock;
    private readonly ITimer _farewell;
    private long _seconds;

    public LivePlaces(IOptions<LiveOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _most = options.Value.MaxStreams;
        _stopping = lifetime.ApplicationStopping;
        _clock = time.CreateTimer(_ => Tick(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _farewell = time.CreateTimer(_ => AbortAll(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _onStopping = _stopping.Register(() => _farewell.Change(Farewell, Timeout.InfiniteTimeSpan));
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Null if all places are taken.</summary>
    /// <param name="abort">Cuts the client off.</param>
    public LivePlace? TryOpen(Action abort)
    {
        lock (_gate)
        {
            if (_open.Count >= _most)
            {
                return null;
            }

            var place = new LivePlace((int)(_seconds % HeartbeatSeconds), abort, Close, _stopping);
            _open.Add(place);
            if (_open.Count == 1)
            {
                _clock.Change(Second, Second);
            }

            return place;
        }
    }

    public void Dispose()
    {
        _onStopping.Dispose();
        _clock.Dispose();
        _farewell.Dispose();
    }

    private void Close(LivePlace place)
    {
        lock (_gate)
        {
            _open.Remove(place);
            if (_open.Count == 0)
            {
                _clock.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            var round = ++_seconds % HeartbeatSeconds;
            foreach (var place in _open)
            {
                if (place.BeatsAt == round)
                {
                    place.Beat();
                }
            }
        }
    }

    private void AbortAll()
    {
        LivePlace[] open;
        lock (_gate)
        {
            open = [.. _open];
        }

        foreach (var place in open)
        {
            place.Abort();
        }
    }
}
