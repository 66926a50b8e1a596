using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// Which calls there are, by the key of their uuid: of the latest the number, of the others whether there may be one. So neither a
/// new call nor the next event of one that goes on has to be looked for on disk.
/// </summary>
internal sealed class KnownCalls
{
    /// <summary>How many places there are for the latest, each of which takes two: a power of two.</summary>
    private const int Places = 1 << 16;

    private readonly BloomFilter _all = new();
    private readonly Recently[] _recent = new Recently[2 * Places];

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
    public long? Recent(long key)
    {
        foreach (var each in PlaceOf(key))
        {
            if (each.Key == key && each.Seq != 0)
            {
                return each.Seq;
            }
        }

        return null;
    }

    /// <summary>Notes a new call.</summary>
    public void Add(long key, long seq)
    {
        _all.Add(key);
        Remember(key, seq);
    }

    /// <summary>Notes a call that was found on disk: its next event is near.</summary>
    public void Remember(long key, long seq)
    {
        // The older of the two makes room. Keys are hashes, so few calls that go on meet in one place.
        var place = PlaceOf(key);
        if (place[0].Key != key)
        {
            place[1] = place[0];
        }

        place[0] = new Recently(key, seq);
    }

    private Span<Recently> PlaceOf(long key) => _recent.AsSpan(2 * (int)(key & (Places - 1)), 2);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Recently(long Key, long Seq);
}
