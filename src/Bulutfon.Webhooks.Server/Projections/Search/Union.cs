namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>
/// Everything that has one of several keys, over all segments of the index. A segment is opened only when the order comes to its
/// time: a page of the newest events opens the newest segments.
/// </summary>
internal sealed class Union : IPlaceStream
{
    private readonly PlaceOrder _order;
    private readonly PriorityQueue<SegmentCursor, Place> _open;
    private readonly Queue<SegmentCursor> _closed;
    private Place _target;

    /// <param name="cursors">One for each key and segment.</param>
    /// <param name="order">The order of the answer.</param>
    public Union(IEnumerable<SegmentCursor> cursors, PlaceOrder order)
    {
        _order = order;
        _target = order.Start;
        _open = new PriorityQueue<SegmentCursor, Place>(order);
        _closed = new Queue<SegmentCursor>(cursors.OrderBy(cursor => cursor.Segment.Begin(order), order));
    }

    public bool IsAtEnd => _open.Count == 0;

    public Place Current => _open.Peek().Current;

    public void SeekTo(Place place)
    {
        _target = place;
        while (_open.TryPeek(out var cursor, out var current) && _order.Compare(current, place) < 0)
        {
            _open.Dequeue();
            Open(cursor);
        }

        OpenWhatBegins();
    }

    public void MoveNext()
    {
        // An event that has two of the keys stands in two places at once.
        var passed = Current;
        while (_open.TryPeek(out var cursor, out var current) && current == passed)
        {
            _open.Dequeue();
            cursor.MoveNext();
            Enqueue(cursor);
        }

        OpenWhatBegins();
    }

    private void OpenWhatBegins()
    {
        while (_closed.TryPeek(out var next) && (_open.Count == 0 || _order.Compare(next.Segment.Begin(_order), Current) <= 0))
        {
            _closed.Dequeue();
            if (_order.Compare(next.Segment.End(_order), _target) >= 0)
            {
                Open(next);
            }
        }
    }

    private void Open(SegmentCursor cursor)
    {
        cursor.SeekTo(_target);
        Enqueue(cursor);
    }

    private void Enqueue(SegmentCursor cursor)
    {
        if (!cursor.IsAtEnd)
        {
            _open.Enqueue(cursor, cursor.Current);
        }
    }
}
