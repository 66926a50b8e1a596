using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>An event's place in every list: by time, then by sequence.</summary>
/// <param name="Timestamp">When it happened, in microseconds since the Unix epoch.</param>
/// <param name="Id">Its sequence.</param>
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
