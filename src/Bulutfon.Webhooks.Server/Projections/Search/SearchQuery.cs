namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>Which events are looked for.</summary>
/// <param name="AllOf">For each filter the keys of which an event must have one; at least one filter, the most selective first.</param>
/// <param name="From">Not earlier than this, in microseconds since the Unix epoch.</param>
/// <param name="To">Earlier than this.</param>
/// <param name="Order">The order of the answer.</param>
/// <param name="Behind">Only what comes behind this place; null for all.</param>
internal sealed record SearchQuery(IReadOnlyList<IReadOnlyList<long>> AllOf, long? From, long? To, PlaceOrder Order, Place? Behind)
{
    /// <summary>Where the answer can begin.</summary>
    public Place Begin
    {
        get
        {
            var begin = Order.IsDescending
                ? new Place(To - 1 ?? long.MaxValue, long.MaxValue)
                : new Place(From ?? long.MinValue, long.MinValue);
            return Behind is { } behind ? Order.Later(begin, behind with { Id = behind.Id + (Order.IsDescending ? -1 : 1) }) : begin;
        }
    }

    /// <summary>Whether the answer ends before this place.</summary>
    public bool IsOver(Place place) => Order.IsDescending ? place.Timestamp < From : place.Timestamp >= To;

    /// <summary>The places of the events, in order, as many as are asked for.</summary>
    public IEnumerable<Place> Run(IPostingRows rows, IReadOnlyList<Segment> segments, CancellationToken cancellationToken)
    {
        Union[] filters = [.. AllOf.Select(keys => new Union(
            keys.SelectMany(key => segments.Select(segment => new SegmentCursor(rows, segment, key, Order))), Order))];
        IPlaceStream stream = filters.Length == 1 ? filters[0] : new Intersection(filters, Order, IsOver, cancellationToken);
        for (stream.SeekTo(Begin); !stream.IsAtEnd && !IsOver(stream.Current); stream.MoveNext())
        {
            yield return stream.Current;
        }
    }
}
