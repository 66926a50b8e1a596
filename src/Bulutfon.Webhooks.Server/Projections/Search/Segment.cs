using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Projections.Search;

/// <summary>A part of the index that is never changed: the postings of a batch, or of several that were merged.</summary>
/// <param name="Id">Its number; higher ones are newer.</param>
/// <param name="Postings">How many postings it has.</param>
/// <param name="Earliest">The time of its earliest event.</param>
/// <param name="Latest">The time of its latest event.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Segment(long Id, long Postings, long Earliest, long Latest)
{
    /// <summary>
    /// The one segment that changes: a posting in it is a row of its own, so that it can be taken away again. It is never merged and
    /// may hold any time.
    /// </summary>
    public const long Changing = 0;

    /// <summary>Segments of one level are merged together: each level is eight times the one before.</summary>
    public int Level => LevelOf(Postings);

    /// <summary>How many segments of a level make one of the next.</summary>
    public const int Fanout = 8;

    public static int LevelOf(long postings) => (64 - (int)long.LeadingZeroCount(postings)) / 3;

    /// <summary>Nothing in it comes before this in an order.</summary>
    public Place Begin(PlaceOrder order) => order.IsDescending ? new Place(Latest, long.MaxValue) : new Place(Earliest, long.MinValue);

    /// <summary>Nothing in it comes behind this in an order.</summary>
    public Place End(PlaceOrder order) => order.IsDescending ? new Place(Earliest, long.MinValue) : new Place(Latest, long.MaxValue);
}
