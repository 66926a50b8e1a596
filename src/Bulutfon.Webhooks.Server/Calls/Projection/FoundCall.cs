using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A call that the search index led to.</summary>
internal sealed class FoundCall(Place place, CallState state)
{
    private readonly List<CallTerm> _terms = [];
    private long? _listedAt;

    /// <summary>Where the index says that it is.</summary>
    public Place Place { get; } = place;

    public CallState State { get; } = state;

    /// <summary>Whether it is still there: a call is listed once, however often its beginning changed.</summary>
    public bool IsHere => (_listedAt ??= CallTerms.Add(State, _terms)) == Place.Timestamp;

    /// <summary>Whether it has a value now.</summary>
    public bool Has(SearchField field, string value) => IsHere && _terms.Contains(new CallTerm(field, value));
}
