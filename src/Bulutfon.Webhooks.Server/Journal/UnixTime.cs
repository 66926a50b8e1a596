namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Stored times: microseconds since the Unix epoch.</summary>
internal static class UnixTime
{
    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? ToTime(long? microseconds) => microseconds is null ? null : ToTime(microseconds.Value);

    /// <summary>The microsecond that a time lies in.</summary>
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>How long ago a moment was; zero if it lies ahead, as after a clock was put back.</summary>
    public static TimeSpan Since(long microseconds, TimeProvider time) =>
        TimeSpan.FromTicks(Math.Max(0, (time.GetUtcNow() - ToTime(microseconds)).Ticks));

    public static long? Of(DateTimeOffset? time) => time is null ? null : Of(time.Value);

    /// <summary>The first microsecond that is not before a time, which may be finer.</summary>
    public static long NotBefore(DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        return (long)Math.Ceiling((decimal)ticks / TimeSpan.TicksPerMicrosecond);
    }
}
