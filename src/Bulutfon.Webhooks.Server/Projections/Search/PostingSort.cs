using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>
/// Sorts a batch's postings. They come nearly in the order of their places, and their keys are hashes: so they are put in order by
/// the bytes of the keys, from the last to the first, each time keeping the order they had; that takes a fraction of what comparing does.
/// </summary>
internal sealed class PostingSort
{
    /// <summary>For fewer, comparing is quicker.</summary>
    private const int Fewest = 256;

    private const int Bytes = sizeof(long);
    private const int Values = 256;

    private readonly int[] _counts = new int[Bytes * Values];
    private Posting[] _other = [];

    public void Sort(List<Posting> postings)
    {
        if (postings.Count < Fewest)
        {
            postings.Sort();
            return;
        }

        if (_other.Length < postings.Count)
        {
            _other = new Posting[2 * postings.Count];
        }

        SortByKey(CollectionsMarshal.AsSpan(postings), _other.AsSpan(0, postings.Count));
        SortPlaces(CollectionsMarshal.AsSpan(postings));
    }

    private void SortByKey(Span<Posting> postings, Span<Posting> other)
    {
        Count(postings);
        var from = postings;
        var to = other;
        for (var digit = 0; digit < Bytes; digit++)
        {
            var starts = _counts.AsSpan(digit * Values, Values);
            if (starts[ByteOf(postings[0].Key, digit)] == postings.Length)
            {
                continue; // All have the same.
            }

            var start = 0;
            foreach (ref var count in starts)
            {
                (start, count) = (start + count, start);
            }

            foreach (ref readonly var posting in from)
            {
                to[starts[ByteOf(posting.Key, digit)]++] = posting;
            }

            var sorted = to;
            to = from;
            from = sorted;
        }

        if (from != postings)
        {
            from.CopyTo(postings);
        }
    }

    private void Count(ReadOnlySpan<Posting> postings)
    {
        Array.Clear(_counts);
        foreach (ref readonly var posting in postings)
        {
            for (var digit = 0; digit < Bytes; digit++)
            {
                _counts[(digit * Values) + ByteOf(posting.Key, digit)]++;
            }
        }
    }

    /// <summary>Of one key, what did not come in the order of its places.</summary>
    private static void SortPlaces(Span<Posting> postings)
    {
        for (var start = 0; start < postings.Length;)
        {
            var end = start + 1;
            var isSorted = true;
            for (; end < postings.Length && postings[end].Key == postings[start].Key; end++)
            {
                isSorted &= postings[end - 1].Place <= postings[end].Place;
            }

            if (!isSorted)
            {
                postings[start..end].Sort();
            }

            start = end;
        }
    }

    /// <summary>Signed, as keys are compared: the first byte's negative values come first.</summary>
    private static int ByteOf(long key, int digit) => (int)((ulong)(key ^ long.MinValue) >> (digit * 8)) & 0xFF;
}
