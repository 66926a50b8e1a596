namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>The earliest event of a call, by its time and then its sequence.</summary>
internal readonly record struct FirstEvent(long Timestamp, long Id, string Hook)
{
    public static FirstEvent Earlier(FirstEvent one, FirstEvent other) =>
        (one.Timestamp, one.Id).CompareTo((other.Timestamp, other.Id)) <= 0 ? one : other;
}
