namespace Bulutfon.Webhooks;

/// <summary>Times as microseconds since the Unix epoch.</summary>
internal static class EpochTime
{
    // The years 1 and 9999, the range of DateTimeOffset.
    private const long MinMicroseconds = -62_135_596_800_000_000;
    private const long MaxMicroseconds = 253_402_300_799_999_999;

    public static DateTimeOffset? FromMicroseconds(long? microseconds) =>
        microseconds is >= MinMicroseconds and <= MaxMicroseconds
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds.Value * TimeSpan.TicksPerMicrosecond)
            : null;

    /// <summary>
    /// Bulutfon documents "Unix epoch" and sends microseconds. The magnitude tells the unit: each threshold is the year 5138
    /// in its own unit and lies in the first half of 1973 or earlier in the next finer one.
    /// </summary>
    public static long? FromMagnitude(decimal value)
    {
        var microseconds = Math.Abs(value) switch
        {
            < 1e11m => value * 1_000_000m,
            < 1e14m => value * 1_000m,
            < 1e17m => value,
            _ => value / 1_000m,
        };
        return microseconds is >= MinMicroseconds and <= MaxMicroseconds ? (long)decimal.Truncate(microseconds) : null;
    }

    public static long? FromMagnitude(long value)
    {
        // Today's microseconds, the usual case, without decimal arithmetic.
        return value is >= 100_000_000_000_000 and < 100_000_000_000_000_000 ? value : FromMagnitude((decimal)value);
    }
}
