namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>Places in the order of the answer, each once. It stands nowhere until it is told where to begin.</summary>
internal interface IPlaceStream
{
    /// <summary>Whether there is nothing more.</summary>
    bool IsAtEnd { get; }

    /// <summary>Where it stands.</summary>
    Place Current { get; }

    /// <summary>Goes to the first place that is not before the given one in the order of the answer; never back.</summary>
    void SeekTo(Place place);

    /// <summary>Goes to the next place.</summary>
    void MoveNext();
}
