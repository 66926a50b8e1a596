namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// Lets one slow check run at a time, and chooses fairly who is next, so that strangers who guess do not keep a hook waiting until its event is lost. Accounts take turns;
/// all unknown user names together are one of them. Within an account those sources come first that have failed least, and of these the latest, because who guesses
/// from many addresses has filled the queue before. A source has two places; requests with the same credentials share one.
/// </summary>
internal sealed class SlowCheckQueue : IDisposable
{
    public const int PlacesOfSource = 2;

    /// <summary>The most places of all; beyond it the worst one of the account with the most makes room.</summary>
    public const int MostPlaces = 1024;

    private readonly Lock _gate = new();
    private readonly List<Place> _waiting = [];
    private readonly Dictionary<KeyedHash, long> _served = [];
    private long _sequence;
    private Place? _running;
    private bool _isClosed;

    /// <summary>Takes a place, or a share in that of the same credentials; null if the source or the queue has no more.</summary>
    /// <param name="account">The account; the default value for unknown user names.</param>
    /// <param name="source">Where the credentials come from.</param>
    /// <param name="presented">The credentials.</param>
    /// <param name="failures">How often the source has failed of late.</param>
    public Place? Enter(KeyedHash account, SourceKey source, KeyedHash presented, int failures)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            Place[] own = [.. _waiting.Where(each => each.Source == source)];
            if (_running is { } running && running.Source == source)
            {
                own = [.. own, running];
            }

            if (Array.Find(own, each => KeyedHash.FixedTimeEquals(each.Presented, presented)) is { } shared)
            {
                return new Place(this, shared);
            }

            if (own.Length >= PlacesOfSource || (_waiting.Count >= MostPlaces && !MakeRoom(account)))
            {
                return null;
            }

            var place = new Place(this, account, source, presented, failures, ++_sequence);
            _waiting.Add(place);
            Next();
            return place;
        }
    }

    /// <summary>Ends all waiting: the server stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var place in _waiting)
            {
                place.End(hasTurn: false);
            }

            _waiting.Clear();
        }
    }

    /// <summary>The worst place of the account that has the most goes, unless the account itself has the most.</summary>
    private bool MakeRoom(KeyedHash account)
    {
        var most = _waiting.GroupBy(each => each.Account).MaxBy(places => places.Count())!;
        if (KeyedHash.FixedTimeEquals(most.Key, account))
        {
            return false;
        }

        var worst = most.OrderByDescending(each => each.Failures).ThenBy(each => each.Sequence).First();
        _waiting.Remove(worst);
        worst.End(hasTurn: false);
        return true;
    }

    private void Leave(Place place)
    {
        lock (_gate)
        {
            _waiting.Remove(place);
            if (_running == place)
            {
                _running = null;
            }

            place.End(hasTurn: false);
            Next();
        }
    }

    private void Next()
    {
        if (_running is not null || _waiting.Count == 0)
        {
            return;
        }

        var account = _waiting.Select(each => each.Account).Distinct().MinBy(each => _served.GetValueOrDefault(each));
        var next = _waiting.Where(each => KeyedHash.FixedTimeEquals(each.Account, account)).OrderBy(each => each.Failures).ThenByDescending(each => each.Sequence).First();
        _waiting.Remove(next);
        if (_served.Count > MostPlaces)
        {
            _served.Clear();
        }

        _served[account] = ++_sequence;
        _running = next;
        next.Begin();
    }

    /// <summary>A place in the queue, until it is disposed.</summary>
    internal sealed class Place : IDisposable
    {
        private readonly SlowCheckQueue _queue;
        private readonly Place? _shared;
        private readonly TaskCompletionSource<bool> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Place(SlowCheckQueue queue, KeyedHash account, SourceKey source, KeyedHash presented, int failures, long sequence)
        {
            _queue = queue;
            (Account, Source, Presented, Failures, Sequence) = (account, source, presented, failures, sequence);
        }

        /// <summary>A share in another place.</summary>
        public Place(SlowCheckQueue queue, Place shared)
        {
            (_queue, _shared) = (queue, shared);
        }

        public KeyedHash Account { get; }

        public SourceKey Source { get; }

        public KeyedHash Presented { get; }

        public int Failures { get; }

        public long Sequence { get; }

        /// <summary>True when it is this request's turn to check; false when the check of the same credentials is over, or the place made room for others.</summary>
        /// <exception cref="TimeoutException">It took too long.</exception>
        public async Task<bool> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
        {
            if (_shared is null)
            {
                return await _turn.Task.WaitAsync(longest, time, cancellationToken);
            }

            await _shared._done.Task.WaitAsync(longest, time, cancellationToken);
            return false;
        }

        public void Begin() => _turn.TrySetResult(true);

        public void End(bool hasTurn)
        {
            _turn.TrySetResult(hasTurn);
            _done.TrySetResult();
        }

        public void Dispose()
        {
            if (_shared is null)
            {
                _queue.Leave(this);
            }
        }
    }
}
