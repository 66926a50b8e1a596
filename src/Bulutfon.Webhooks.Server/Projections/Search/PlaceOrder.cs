namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>The order of an answer: oldest first or newest first.</summary>
internal sealed class PlaceOrder : IComparer<Place>
{
    public static readonly PlaceOrder Ascending = new(isDescending: false);
    public static readonly PlaceOrder Descending = new(isDescending: true);

    private PlaceOrder(bool isDescending) => IsDescending = isDescending;

    public bool IsDescending { get; }

    /// <summary>Before everything.</summary>
    public Place Start => IsDescending ? new Place(long.MaxValue, long.MaxValue) : new Place(long.MinValue, long.MinValue);

    public int Compare(Place x, Place y) => IsDescending ? y.CompareTo(x) : x.CompareTo(y);

    /// <summary>The later of two in this order.</summary>
    public Place Later(Place one, Place other) => Compare(one, other) >= 0 ? one : other;
}
