namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>
/// The last committed events, typed already, so that followers which keep up neither read the file nor parse again. What is
/// not here any more is in the journal.
/// </summary>
internal sealed class RecentEvents
{
    private const int Capacity = 8192;

    private readonly Lock _gate = new();
    private readonly CommittedEvent?[] _ring = new CommittedEvent?[Capacity];
    private long _last;
    private long _forgotten;

    public void Add(CommittedEvent committed)
    {
        lock (_gate)
        {
            _ring[committed.Id % Capacity] = committed;
            _last = committed.Id;
        }
    }

    /// <summary>Lets go of what its reader has read, before it grows old: a young object costs the collector nothing.</summary>
    public void Forget(long through)
    {
        lock (_gate)
        {
            for (var id = Math.Max(_forgotten + 1, through - Capacity); id <= through; id++)
            {
                if (_ring[id % Capacity] is { } committed && committed.Id <= through)
                {
                    _ring[id % Capacity] = null;
                }
            }

            _forgotten = through;
        }
    }

    /// <summary>Lets go of events that were deleted.</summary>
    public void Erase(IReadOnlyList<long> ids)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (_ring[id % Capacity]?.Id == id)
                {
                    _ring[id % Capacity] = null;
                }
            }
        }
    }

    /// <summary>The events right behind a sequence; false if they are not all here.</summary>
    public bool TryRead(long after, int limit, List<CommittedEvent> into)
    {
        lock (_gate)
        {
            var end = Math.Min(_last, after + limit);
            for (var id = after + 1; id <= end; id++)
            {
                if (_ring[id % Capacity] is not { } committed || committed.Id != id)
                {
                    return into.Count > 0;
                }

                into.Add(committed);
            }

            return into.Count > 0;
        }
    }
}
