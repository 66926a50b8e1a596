using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>The place of an event or a call in every list: by time, then by its number.</summary>
/// <param name="Timestamp">When it happened, or began, in microseconds since the Unix epoch.</param>
/// <param name="Id">An event's sequence, or a call's number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(long Timestamp, long Id) : IComparable<Place>
{
    public int CompareTo(Place other)
    {
        var byTime = Timestamp.CompareTo(other.Timestamp);
        return byTime != 0 ? byTime : Id.CompareTo(other.Id);
    }

    public static bool operator <(Place left, Place right) => left.CompareTo(right) < 0;

    public static bool operator <=(Place left, Place right) => left.CompareTo(right) <= 0;

    public static bool operator >(Place left, Place right) => left.CompareTo(right) > 0;

    public static bool operator >=(Place left, Place right) => left.CompareTo(right) >= 0;
}
