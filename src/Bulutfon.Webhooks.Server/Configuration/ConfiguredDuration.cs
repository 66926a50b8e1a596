using System.Globalization;

namespace Bulutfon.Webhooks.Server.Configuration;

/// <summary>
/// A duration as the configuration writes it: <c>[days.]hours:minutes:seconds</c>. A bare number is none: .NET takes it for days, and who writes 20 means
/// seconds. Nor are more than 23 hours: .NET takes 72:00:00 for 72 days.
/// </summary>
internal static class ConfiguredDuration
{
    private const int ColonsWithDays = 3;

    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        var colons = text.AsSpan().Count(':');
        return colons > 0
            && (TimeSpan.TryParseExact(text.Trim(), "c", CultureInfo.InvariantCulture, out duration)
                || (colons == ColonsWithDays && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration)));
    }

    /// <summary>How to write it, with a value that makes sense for this key.</summary>
    /// <param name="example">Such a value; whole seconds, and of one unit.</param>
    public static string Advice(TimeSpan example) => $"write [days.]hours:minutes:seconds, such as {example:c} for {InWords(example)}.";

    private static string InWords(TimeSpan example) => example switch
    {
        { Days: > 0 } => Counted(example.Days, "day"),
        { Hours: > 0 } => Counted(example.Hours, "hour"),
        { Minutes: > 0 } => Counted(example.Minutes, "minute"),
        _ => Counted(example.Seconds, "second"),
    };

    private static string Counted(int count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
