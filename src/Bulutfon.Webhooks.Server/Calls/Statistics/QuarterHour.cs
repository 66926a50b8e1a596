namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Quarter hours since the Unix epoch, the grain of the roll-ups: every time zone's offset from UTC has been a multiple of it since
/// 1972, and every clock change has come at one, so that whatever a bucket is in a zone, it is a range of these.
/// </summary>
internal static class QuarterHour
{
    public const long Microseconds = 900_000_000;

    /// <summary>The quarter hour that a time, in microseconds since the Unix epoch, lies in.</summary>
    public static long Of(long microseconds) => Math.DivRem(microseconds, Microseconds) is var (quotient, remainder) && remainder < 0 ? quotient - 1 : quotient;

    /// <summary>The first one that does not begin before a time.</summary>
    public static long NotBefore(long microseconds) => Start(Of(microseconds)) == microseconds ? Of(microseconds) : Of(microseconds) + 1;

    public static long Start(long quarter) => quarter * Microseconds;
}
