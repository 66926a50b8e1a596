using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>Reads the scalars of a body, whether they came as JSON or as the text of a form field.</summary>
internal static class BodyScalar
{
    private const int LongestBoolean = 12;

    // Where date types begin, in microseconds since the epoch: the same moments that NoTime has as text.
    private const long YearOne = -62_135_596_800_000_000;
    private const long OfSpreadsheets = -2_209_161_600_000_000;

    /// <summary>Nothing, or a language's word for it: what an encoder makes of null in a number, a time or a boolean.</summary>
    public static bool IsNoValue(ReadOnlySpan<byte> text) =>
        text.IsEmpty || Ascii.EqualsIgnoreCase(text, "null"u8) || Ascii.EqualsIgnoreCase(text, "None"u8);

    /// <summary>
    /// The digits of a number however it is written (<see cref="NumberReader"/>), also as a float. Other texts, such as <c>anonymous</c>, as they came.
    /// </summary>
    public static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        // The ".0" of a whole number that was a float once; nobody writes a phone number so.
        if (text is [.. { Length: > 0 } whole, (byte)'.', (byte)'0'] && IsDigits(whole))
        {
            text = whole;
        }

        var number = NumberText.Canonical(text, buffer);
        return number == text ? ExponentDigits(text, buffer) : number;
    }

    public static bool TryNumber(ReadOnlySpan<byte> text, out long? number)
    {
        number = null;
        text = OuterSpace.Trim(text);
        if (IsNoValue(text))
        {
            return true;
        }

        if (Utf8Parser.TryParse(text, out long whole, out var consumed) && consumed == text.Length)
        {
            number = whole;
            return true;
        }

        if (TryDecimal(text, out var value) && value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue)
        {
            number = (long)value;
            return true;
        }

        return false;
    }

    /// <summary>Yes or no, in English, in Turkish, or as programs write it.</summary>
    public static bool TryBoolean(ReadOnlySpan<byte> text, out bool? value)
    {
        text = OuterSpace.Trim(text);
        value = text.SequenceEqual("true"u8) ? true // as JSON has them
            : text.SequenceEqual("false"u8) ? false
            : IsNoValue(text) || text.Length > LongestBoolean ? null
            : Encoding.UTF8.GetString(text).ToUpperInvariant() switch
            {
                "1" or "TRUE" or "T" or "YES" or "Y" or "EVET" or "VAR" or "MEVCUT" or "KAYIT VAR" or "KAYıT VAR" => true,
                "0" or "FALSE" or "F" or "NO" or "N" or "HAYIR" or "HAYıR" or "YOK" or "KAYIT YOK" or "KAYıT YOK" => false,
                _ => null,
            };
        return value is not null || IsNoValue(text);
    }

    /// <summary>
    /// An ISO 8601 time of this century with its offset; null for what encoders and date types write for none (<see cref="NoTime"/>). A blank where a <c>+</c>
    /// belongs was a <c>+</c> that nobody escaped.
    /// </summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out DateTimeOffset? time)
    {
        time = null;
        text = OuterSpace.Trim(text);
        if (IsNoValue(text) || NoTime.Is(text))
        {
            return true;
        }

        if (!IsoTime.TryParse(text, out var parsed))
        {
            return false;
        }

        time = IsOfThisCentury(parsed) ? parsed : null;
        return time is not null || NoTime.Is(parsed);
    }

    /// <summary>False if the text is no number; not in range if it is one that no calendar has.</summary>
    /// <param name="text">The number.</param>
    /// <param name="inWords">The time that it is known to mean, if the unit is microseconds.</param>
    /// <param name="inRange">Whether it is a time.</param>
    /// <param name="microseconds">The time.</param>
    public static bool TryTimestamp(ReadOnlySpan<byte> text, DateTimeOffset? inWords, out bool inRange, out long? microseconds)
    {
        inRange = true;
        microseconds = null;
        text = OuterSpace.Trim(text);
        if (IsNoValue(text))
        {
            return true;
        }

        if (Utf8Parser.TryParse(text, out long whole, out var consumed) && consumed == text.Length)
        {
            microseconds = inWords is not null && EpochTime.FromMicroseconds(whole) == inWords ? whole : EpochTime.FromMagnitude(whole);
        }
        else if (TryDecimal(text, out var value))
        {
            microseconds = EpochTime.FromMagnitude(value);
        }
        else if (!Utf8Parser.TryParse(text, out double real, out consumed) || consumed != text.Length || double.IsNaN(real) || text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return false;
        }

        inRange = microseconds is not null;
        return true;
    }

    /// <summary>
    /// An epoch time in any unit, where a time in words belongs; 0 is how telephone exchanges write none. A number that is no time of
    /// this century, such as seconds since the call's start or a date without separators, is something else.
    /// </summary>
    public static bool TryEpochTime(ReadOnlySpan<byte> text, out DateTimeOffset? time)
    {
        time = null;
        if (!TryTimestamp(text, inWords: null, out _, out var microseconds) || microseconds is null)
        {
            return false;
        }

        time = microseconds is 0 or YearOne or OfSpreadsheets ? null : EpochTime.FromMicroseconds(microseconds);
        return time is null || IsOfThisCentury(time.Value);
    }

    private static bool IsOfThisCentury(DateTimeOffset time) => time is { UtcDateTime.Year: >= 2000 and < 2100 };

    private static bool IsDigits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>Every encoder of floats writes <c>9.05e+11</c> or <c>9.05E11</c>; <c>12e4</c> can be a name.</summary>
    private static ReadOnlySpan<byte> ExponentDigits(ReadOnlySpan<byte> text, Span<byte> buffer) =>
        text.IndexOfAny((byte)'.', (byte)'+') > 0 && TryDecimal(text, out var value) && value >= 0 && value == decimal.Truncate(value)
        && decimal.Truncate(value).TryFormat(buffer, out var length, "0", CultureInfo.InvariantCulture)
            ? buffer[..length]
            : text;

    private static bool TryDecimal(ReadOnlySpan<byte> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value);
}
