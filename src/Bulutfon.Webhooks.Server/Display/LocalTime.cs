namespace Bulutfon.Webhooks.Server.Display;

/// <summary>What a clock on the wall shows, as a moment.</summary>
internal static class LocalTime
{
    /// <summary>More than any daylight-saving transition, less than the distance of two.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    /// <summary>
    /// As RFC 5545 (3.3.5) has it: a time that the clock shows twice is the first of the two, and one that it skips counts
    /// with the offset from before the gap, so that 02:30 in a gap of an hour is 03:30. Both ends of a range are read alike,
    /// so that ranges that meet neither overlap nor leave anything out.
    /// </summary>
    /// <returns>Null near the years 1 and 9999, where the moment is out of range.</returns>
    public static DateTimeOffset? ToMoment(DateTime local, TimeZoneInfo zone)
    {
        if (local < DateTime.MinValue + Around + Around || local > DateTime.MaxValue - Around - Around)
        {
            return null;
        }

        var asUtc = new DateTimeOffset(local, TimeSpan.Zero);
        var before = zone.GetUtcOffset(asUtc - Around);
        var after = zone.GetUtcOffset(asUtc + Around);
        return IsShown(asUtc - after, after) && !IsShown(asUtc - before, before) ? asUtc - after : asUtc - before;

        bool IsShown(DateTimeOffset moment, TimeSpan offset) => zone.GetUtcOffset(moment) == offset;
    }
}
