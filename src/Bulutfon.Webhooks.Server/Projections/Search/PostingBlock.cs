namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>A row of the index, unpacked: postings that follow one another. The buffer is used again for every row.</summary>
internal sealed class PostingBlock
{
    private readonly List<Posting> _postings = [];

    public int Count => _postings.Count;

    public Posting this[int index] => _postings[index];

    public Posting First => _postings[0];

    public Posting Last => _postings[^1];

    public void Clear() => _postings.Clear();

    /// <summary>Unpacks a row.</summary>
    /// <param name="first">The first posting, which is the row's key.</param>
    /// <param name="rest">The others, as differences.</param>
    public void Unpack(Posting first, ReadOnlySpan<byte> rest)
    {
        _postings.Clear();
        _postings.Add(first);
        var last = first;
        for (var at = 0; at < rest.Length;)
        {
            last = PostingCode.Read(rest, ref at, last);
            _postings.Add(last);
        }
    }

    /// <summary>The index of the first posting that is not before the given one; <see cref="Count"/> if all are.</summary>
    public int FirstFrom(Posting posting)
    {
        var index = _postings.BinarySearch(posting);
        return index >= 0 ? index : ~index;
    }

    /// <summary>The index of the last posting that is not behind the given one; -1 if all are.</summary>
    public int LastUpTo(Posting posting)
    {
        var index = _postings.BinarySearch(posting);
        return index >= 0 ? index : ~index - 1;
    }
}
