namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>What is in all of several streams: each jumps to where another stands, until they agree.</summary>
/// <param name="streams">At least two.</param>
/// <param name="order">The order of the answer.</param>
/// <param name="isOver">Whether nothing behind a place is wanted, so that streams which never agree are not walked to their end.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class Intersection(IReadOnlyList<IPlaceStream> streams, PlaceOrder order, Func<Place, bool> isOver, CancellationToken cancellationToken) : IPlaceStream
{
    public bool IsAtEnd { get; private set; }

    public Place Current => streams[0].Current;

    public void SeekTo(Place place)
    {
        var agreeing = 0;
        for (var next = 0; agreeing < streams.Count; next = (next + 1) % streams.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stream = streams[next];
            stream.SeekTo(place);
            if (stream.IsAtEnd || isOver(stream.Current))
            {
                IsAtEnd = true;
                return;
            }

            agreeing = stream.Current == place ? agreeing + 1 : 1;
            place = order.Later(place, stream.Current);
        }
    }

    public void MoveNext()
    {
        streams[0].MoveNext();
        if (streams[0].IsAtEnd)
        {
            IsAtEnd = true;
        }
        else
        {
            SeekTo(streams[0].Current);
        }
    }
}
