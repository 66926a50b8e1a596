using System.Buffers;
using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>
/// Finds the time zone at the end of a time, as languages write it: <c>GMT</c>, <c>UTC+3</c>, Go's <c>+0300 +03</c> and <c>+0000 UTC</c>, JavaScript's
/// <c>GMT+0300 (GMT+03:00)</c>, Java's <c>+03:00[Europe/Istanbul]</c>.
/// </summary>
internal static class WrittenZone
{
    /// <summary>The room that a text needs.</summary>
    public const int Growth = 6;

    /// <summary>No date is shorter, so a sign before is one of the date.</summary>
    private const int DateLength = 10;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The text with its zone as <c>Z</c> or <c>+hh:mm</c>, without a blank before it; the text itself, if its zone is written in no such way.</summary>
    /// <param name="text">The time.</param>
    /// <param name="into">Room for the text and <see cref="Growth"/> bytes.</param>
    public static ReadOnlySpan<byte> Normalize(ReadOnlySpan<byte> text, Span<byte> into)
    {
        var time = WithoutComment(text);
        var name = time[(time.LastIndexOfAnyExcept(Letters) + 1)..];
        if (name.Length > 1)
        {
            time = time[..^name.Length].TrimEnd((byte)' ');
            if (OffsetAt(time) < 0)
            {
                return IsUniversal(name) ? Write(time, "Z"u8, into) : text;
            }
        }

        if (OffsetAt(time) is >= 0 and var second && OffsetAt(time[..second].TrimEnd((byte)' ')) >= 0)
        {
            time = time[..second].TrimEnd((byte)' '); // the zone's name, where it has no letters
        }

        if (OffsetAt(time) is not (>= 0 and var at))
        {
            return time is [.., (byte)'Z' or (byte)'z'] ? time
                : IsUniversal(text[time.Length..].Trim(" ()[]"u8)) ? Write(time, "Z"u8, into)
                : text;
        }

        var clock = time[..at].TrimEnd((byte)' ');
        if (clock.Length > DateLength && IsUniversal(clock[^3..]))
        {
            clock = clock[..^3].TrimEnd((byte)' ');
        }

        Span<byte> offset = [time[at], (byte)'0', (byte)'0', (byte)':', (byte)'0', (byte)'0'];
        var digits = time[(at + 1)..];
        var hours = digits.Length <= 2 ? digits : digits[..^2].TrimEnd((byte)':');
        hours.CopyTo(offset[(3 - hours.Length)..]);
        if (digits.Length > 2)
        {
            digits[^2..].CopyTo(offset[4..]);
        }

        return Write(clock, offset, into);
    }

    private static ReadOnlySpan<byte> WithoutComment(ReadOnlySpan<byte> text) =>
        text is [.., (byte)')' or (byte)']'] && text.LastIndexOfAny((byte)'(', (byte)'[') is > DateLength and var at ? text[..at].TrimEnd((byte)' ') : text;

    private static bool IsUniversal(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "UTC"u8) || Ascii.EqualsIgnoreCase(name, "GMT"u8);

    /// <summary>Where a text's offset begins: a sign with one or two digits of hours and perhaps two of minutes; -1 without one.</summary>
    private static int OffsetAt(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOfAny((byte)'+', (byte)'-');
        if (at <= DateLength)
        {
            return -1;
        }

        var digits = text[(at + 1)..];
        var colon = digits.IndexOf((byte)':');
        var isOffset = colon < 0
            ? digits.Length is 1 or 2 or 4 && IsDigits(digits)
            : colon is 1 or 2 && digits.Length == colon + 3 && IsDigits(digits[..colon]) && IsDigits(digits[(colon + 1)..]);
        return isOffset ? at : -1;
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static ReadOnlySpan<byte> Write(ReadOnlySpan<byte> time, scoped ReadOnlySpan<byte> zone, Span<byte> into)
    {
        time.CopyTo(into);
        zone.CopyTo(into[time.Length..]);
        return into[..(time.Length + zone.Length)];
    }
}
