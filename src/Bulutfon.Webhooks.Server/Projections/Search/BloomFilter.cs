namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>
/// Tells of nearly every key that was never added that it was not, in little memory: 16 bits a key. All bits of a key are in one
/// line of the processor's cache. It grows by parts, each twice the one before, so that a question asks few.
/// </summary>
internal sealed class BloomFilter
{
    private const int FirstCapacity = 1 << 20;
    private const int BitsPerKey = 16;
    private const int WordsPerBlock = 8;
    private const int BitsPerBlock = WordsPerBlock * 64;

    /// <summary>How many bits a key sets: nine bits of the hash choose each.</summary>
    private const int Probes = 7;

    private readonly List<ulong[]> _parts = [];
    private long _room;

    public void Add(long key)
    {
        if (_room == 0)
        {
            _room = (long)FirstCapacity << _parts.Count;
            _parts.Add(new ulong[_room * BitsPerKey / 64]);
        }

        _room--;
        var block = Block(_parts[^1], key);
        var hash = Mix(key);
        for (var probe = 0; probe < Probes; probe++, hash >>= 9)
        {
            var bit = (int)(hash % BitsPerBlock);
            block[bit / 64] |= 1UL << (bit % 64);
        }
    }

    /// <summary>False if the key was never added; true if it was, and for about one in a thousand others.</summary>
    public bool MayContain(long key)
    {
        foreach (var part in _parts)
        {
            if (MayContain(Block(part, key), Mix(key)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayContain(Span<ulong> block, ulong hash)
    {
        for (var probe = 0; probe < Probes; probe++, hash >>= 9)
        {
            var bit = (int)(hash % BitsPerBlock);
            if ((block[bit / 64] & (1UL << (bit % 64))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static Span<ulong> Block(ulong[] part, long key)
    {
        var blocks = (ulong)part.Length / WordsPerBlock;
        var block = Math.BigMul((ulong)key * 0x9E37_79B9_7F4A_7C15, blocks, out _);
        return part.AsSpan((int)block * WordsPerBlock, WordsPerBlock);
    }

    /// <summary>Other bits than those that choose the block.</summary>
    private static ulong Mix(long key)
    {
        var hash = (ulong)key;
        hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EB;
        return hash ^ (hash >> 31);
    }
}
