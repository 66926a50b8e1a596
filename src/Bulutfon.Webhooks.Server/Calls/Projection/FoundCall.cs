using Bulutfon.Webhooks.Server.Projections.Search;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A call that the search index led to.</summary>
internal sealed class FoundCall(Place place, CallState state)
{
    private JudgedCall? _call;
    private List<CallTerm>? _terms;

    /// <summary>Where the index says that it is.</summary>
    public Place Place { get; } = place;

    public CallState State { get; } = state;

    /// <summary>What its events say of it.</summary>
    public JudgedCall Call => _call ??= new JudgedCall(State);

    /// <summary>Whether it is still there: a call is listed once, however often its beginning changed.</summary>
    public bool IsHere => Call.Facts.ListedAt == Place.Timestamp;

    /// <summary>Whether it has a value now.</summary>
    public bool Has(SearchField field, string value) => IsHere && Terms().Contains(new CallTerm(field, value));

    private List<CallTerm> Terms()
    {
        if (_terms is null)
        {
            CallTerms.Add(Call, _terms = []);
        }

        return _terms;
    }
}
