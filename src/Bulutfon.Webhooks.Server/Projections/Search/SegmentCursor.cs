namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>Walks the postings of one key in one segment.</summary>
internal sealed class SegmentCursor(IPostingRows rows, Segment segment, long key, PlaceOrder order) : IPlaceStream
{
    private readonly PostingBlock _block = new();
    private int _index;

    public Segment Segment { get; } = segment;

    public bool IsAtEnd { get; private set; }

    public Place Current => _block[_index].Place;

    public void SeekTo(Place place)
    {
        if (IsAtEnd)
        {
            return;
        }

        var target = new Posting(key, place);
        if (order.IsDescending)
        {
            SeekBack(target);
        }
        else
        {
            SeekForward(target);
        }

        IsAtEnd = IsAtEnd || _block[_index].Key != key;
    }

    public void MoveNext()
    {
        if (order.IsDescending)
        {
            IsAtEnd = --_index < 0 && !ReadBefore();
        }
        else
        {
            IsAtEnd = ++_index == _block.Count && !ReadBehind();
        }

        IsAtEnd = IsAtEnd || _block[_index].Key != key;
    }

    private void SeekForward(Posting target)
    {
        if (_block.Count == 0 || _block.Last < target)
        {
            // The row that the target is in begins at or before it; where there is none, the segment begins behind it.
            if (!rows.ReadUpTo(Segment.Id, target, _block) && !rows.ReadBehind(Segment.Id, target, _block))
            {
                IsAtEnd = true;
                return;
            }
        }

        _index = _block.FirstFrom(target);
        IsAtEnd = _index == _block.Count && !ReadBehind();
    }

    private void SeekBack(Posting target)
    {
        if (_block.Count == 0 || _block.First > target)
        {
            IsAtEnd = !rows.ReadUpTo(Segment.Id, target, _block);
        }

        if (!IsAtEnd)
        {
            _index = _block.LastUpTo(target);
        }
    }

    private bool ReadBehind()
    {
        var read = rows.ReadBehind(Segment.Id, _block.Last, _block);
        _index = 0;
        return read;
    }

    private bool ReadBefore()
    {
        var read = rows.ReadBefore(Segment.Id, _block.First, _block);
        _index = _block.Count - 1;
        return read;
    }
}
