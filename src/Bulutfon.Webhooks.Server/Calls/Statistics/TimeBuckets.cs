using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>How long a bucket is, by the clock and the calendar of a time zone.</summary>
public enum BucketSize
{
    Hour,
    Day,
    Month,
}

/// <summary>A bucket, in microseconds since the Unix epoch; its end is exclusive.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimeBucket(long From, long To);

/// <summary>
/// Cuts a range of time where the clock of a time zone begins another hour, day or month. An hour that the clock shows twice is
/// two buckets, one that it skips is none, and a day with a clock change is 23 or 25 hours long, or what the zone makes of it.
/// </summary>
internal static class TimeBuckets
{
    public static IReadOnlyList<TimeBucket> Of(long from, long to, BucketSize size, TimeZoneInfo zone)
    {
        var buckets = new List<TimeBucket>();
        var begin = from;
        var label = Label(from, size, zone);
        for (var quarter = QuarterHour.Of(from) + 1; QuarterHour.Start(quarter) < to; quarter++)
        {
            var start = QuarterHour.Start(quarter);
            var next = Label(start, size, zone);
            if (next != label)
            {
                buckets.Add(new TimeBucket(begin, start));
                (begin, label) = (start, next);
            }
        }

        buckets.Add(new TimeBucket(begin, to));
        return buckets;
    }

    /// <summary>The time on the wall in a zone.</summary>
    public static DateTime Local(long microseconds, TimeZoneInfo zone) => At(microseconds, zone).Clock;

    /// <summary>What is the same all through a bucket and another in the next. Two hours of one name differ by their offset.</summary>
    private static (DateTime Begin, TimeSpan Offset) Label(long microseconds, BucketSize size, TimeZoneInfo zone)
    {
        var (clock, offset) = At(microseconds, zone);
        return size switch
        {
            BucketSize.Hour => (clock.Date.AddHours(clock.Hour), offset),
            BucketSize.Day => (clock.Date, TimeSpan.Zero),
            _ => (new DateTime(clock.Year, clock.Month, 1), TimeSpan.Zero),
        };
    }

    private static (DateTime Clock, TimeSpan Offset) At(long microseconds, TimeZoneInfo zone)
    {
        var utc = DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        var offset = zone.GetUtcOffset(utc);
        return (utc + offset, offset);
    }
}
