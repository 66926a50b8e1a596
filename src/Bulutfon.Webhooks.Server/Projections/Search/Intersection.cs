namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>What is in all of several streams: each jumps to where another stands, until they agree.</summary>
internal sealed class Intersection(IReadOnlyList<IPlaceStream> streams, PlaceOrder order) : IPlaceStream
{
    public bool IsAtEnd { get; private set; }

    public Place Current => streams[0].Current;

    public void SeekTo(Place place)
    {
        var agreeing = 0;
        for (var next = 0; agreeing < streams.Count; next = (next + 1) % streams.Count)
        {
            var stream = streams[next];
            stream.SeekTo(place);
            if (stream.IsAtEnd)
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
