using System.Globalization;
using Bulutfon.Webhooks.Server.Display;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reads a time as people and programs write it into a URL.</summary>
internal static class TimeParameter
{
    private static readonly string[] Clocks = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];

    private static readonly string[] Local = ["yyyy-MM-dd", .. Clocks.Select(clock => $"yyyy-MM-dd'T'{clock}")];

    private static readonly string[] WithOffset = [.. Clocks.Select(clock => $"yyyy-MM-dd'T'{clock}zzz")];

    public static string Allowed(TimeZoneInfo zone) =>
        "a date (2026-03-29) or a time by ISO 8601 (2026-03-29T10:30, 2026-03-29T10:30:00.250+03:00, 2026-03-29T07:30:00Z); "
        + $"without an offset it is in the server's time zone, {zone.Id}";

    /// <param name="text">The value, where a <c>+</c> may have become a blank on its way through the URL.</param>
    /// <param name="zone">The zone of a time without an offset.</param>
    /// <returns>Null if it is no time.</returns>
    public static DateTimeOffset? Read(string text, TimeZoneInfo zone)
    {
        var upper = text.ToUpperInvariant();
        if (DateTime.TryParseExact(upper, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return LocalTime.ToMoment(local, zone);
        }

        return DateTimeOffset.TryParseExact(Normalize(upper), WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    /// <summary>Writes the offset as <c>+03:00</c>, whether it was <c> 03:00</c>, <c>+0300</c>, <c>+03</c> or <c>Z</c>.</summary>
    private static string Normalize(string text)
    {
        if (text.EndsWith('Z'))
        {
            return text[..^1] + "+00:00";
        }

        var clock = text.IndexOf('T', StringComparison.Ordinal);
        var sign = clock < 0 ? -1 : text.AsSpan(clock).IndexOfAny('+', '-', ' ');
        if (sign < 0)
        {
            return text;
        }

        var offset = text[(clock + sign + 1)..];
        var digits = offset.Length switch
        {
            2 => offset + ":00",
            4 => offset[..2] + ":" + offset[2..],
            _ => offset,
        };
        return string.Concat(text.AsSpan(0, clock + sign), text[clock + sign] == '-' ? "-" : "+", digits);
    }
}
