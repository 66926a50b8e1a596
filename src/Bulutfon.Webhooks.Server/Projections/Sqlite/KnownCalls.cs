using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// Which calls there are, by the key of their uuid: of the latest the number, of the others whether there may be one. So neither a
/// new call nor the next event of one that goes on has to be looked for on disk.
/// </summary>
internal sealed class KnownCalls
{
    private const int MostRecent = 65_536;

    private readonly BloomFilter _all = new();
    private readonly Dictionary<long, long> _recent = [];
    private readonly Queue<long> _order = [];

    /// <param name="keys">Of every call that is stored.</param>
    public KnownCalls(IEnumerable<long> keys)
    {
        var last = 0L;
        foreach (var key in keys)
        {
            if (key != last)
            {
                _all.Add(last = key);
            }
        }
    }

    public bool MayContain(long key) => _all.MayContain(key);

    /// <summary>The number of a call that was added or remembered lately.</summary>
    public long? Recent(long key) => _recent.TryGetValue(key, out var seq) ? seq : null;

    /// <summary>Notes a new call.</summary>
    public void Add(long key, long seq)
    {
        _all.Add(key);
        Remember(key, seq);
    }

    /// <summary>Notes a call that was found on disk: its next event is near.</summary>
    public void Remember(long key, long seq)
    {
        if (!_recent.TryAdd(key, seq))
        {
            _recent[key] = seq;
            return;
        }

        _order.Enqueue(key);
        if (_order.Count > MostRecent)
        {
            _recent.Remove(_order.Dequeue());
        }
    }
}
