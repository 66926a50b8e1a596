namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>
/// The last committed events, typed already, so that followers which keep up neither read the file nor parse again. Bounded by
/// number and by bytes, because a follower that fails forgets nothing. What is not here any more is in the journal.
/// </summary>
internal sealed class RecentEvents
{
    /// <summary>The most bytes of bodies whose events are kept.</summary>
    public const long MostBytes = 16L * 1024 * 1024;

    private const int Capacity = 8192;

    private readonly Lock _gate = new();
    private readonly CommittedEvent?[] _ring = new CommittedEvent?[Capacity];
    private long _last;
    private long _forgotten;
    private long _bytes;

    /// <summary>The bytes of the bodies whose events are here.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public void Add(CommittedEvent committed)
    {
        lock (_gate)
        {
            Remove(committed.Id);
            _ring[committed.Id % Capacity] = committed;
            _bytes += committed.Size;
            _last = committed.Id;
            if (_bytes > MostBytes)
            {
                ForgetOldest();
            }
        }
    }

    /// <summary>Lets go of what its reader has read, before it grows old: a young object costs the collector nothing.</summary>
    public void Forget(long through)
    {
        lock (_gate)
        {
            for (var id = Oldest(through); id <= through; id++)
            {
                if (_ring[id % Capacity] is { } committed && committed.Id <= through)
                {
                    Remove(id);
                }
            }

            _forgotten = through;
        }
    }

    /// <summary>Tells what is let go of because it was deleted, also of events that were not here.</summary>
    public event EventHandler<DeletedEvents>? Erased;

    /// <summary>Lets go of events that were deleted.</summary>
    public void Erase(IReadOnlyList<long> ids)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (_ring[id % Capacity]?.Id == id)
                {
                    Remove(id);
                }
            }
        }

        Erased?.Invoke(this, new DeletedEvents(ids));
    }

    /// <summary>The events right behind a sequence; false if they are not all here.</summary>
    /// <param name="after">The last sequence that was read.</param>
    /// <param name="limit">The most events.</param>
    /// <param name="mostBytes">From so many bytes of bodies on it is enough.</param>
    /// <param name="into">Takes them.</param>
    public bool TryRead(long after, int limit, long mostBytes, List<CommittedEvent> into)
    {
        lock (_gate)
        {
            var end = Math.Min(_last, after + limit);
            for (var id = after + 1; id <= end && mostBytes > 0; id++)
            {
                if (_ring[id % Capacity] is not { } committed || committed.Id != id)
                {
                    return into.Count > 0;
                }

                into.Add(committed);
                mostBytes -= committed.Size;
            }

            return into.Count > 0;
        }
    }

    private void ForgetOldest()
    {
        for (var id = Oldest(_last); id < _last && _bytes > MostBytes; id++)
        {
            Remove(id);
            _forgotten = id;
        }
    }

    private long Oldest(long through) => Math.Max(_forgotten + 1, through - Capacity + 1);

    private void Remove(long id)
    {
        ref var place = ref _ring[id % Capacity];
        _bytes -= place?.Size ?? 0;
        place = null;
    }
}
