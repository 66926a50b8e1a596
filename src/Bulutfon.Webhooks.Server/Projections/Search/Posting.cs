using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>That an event has a value in a field: the entry of the search index, ordered by value, then by the event's place.</summary>
/// <param name="Key">The field and value, as <see cref="SearchKey"/>.</param>
/// <param name="Place">The event's place.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Posting(long Key, Place Place) : IComparable<Posting>
{
    public int CompareTo(Posting other)
    {
        var byKey = Key.CompareTo(other.Key);
        return byKey != 0 ? byKey : Place.CompareTo(other.Place);
    }

    public static bool operator <(Posting left, Posting right) => left.CompareTo(right) < 0;

    public static bool operator <=(Posting left, Posting right) => left.CompareTo(right) <= 0;

    public static bool operator >(Posting left, Posting right) => left.CompareTo(right) > 0;

    public static bool operator >=(Posting left, Posting right) => left.CompareTo(right) >= 0;
}
