using System.Globalization;

namespace Bulutfon.Webhooks;

/// <summary>Reads <c>2015-07-01T18:00:51+03:00</c>: the form that Bulutfon sends, without an allocation.</summary>
internal static class IsoTime
{
    private const int UsualLength = 25;
    private const int MostLength = 96;

    /// <summary>Dates in words: of headers (RFC 1123), of mail (RFC 5322), of cookies, and JavaScript's.</summary>
    private static readonly string[] InWords = ["ddd, d MMM yyyy H:mm:ssK", "d MMM yyyy H:mm:ssK", "ddd, d-MMM-yyyy H:mm:ssK", "ddd MMM d yyyy H:mm:ssK"];

    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset time) =>
        TryParseUsual(text, out time) || TryParseOther(text, out time);

    private static bool TryParseUsual(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != UsualLength || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[22] != ':'
            || text[19] is not ((byte)'+' or (byte)'-' or (byte)' '))
        {
            return false;
        }

        var year = (Two(text, 0) * 100) + Two(text, 2);
        var (month, day, hour, minute, second) = (Two(text, 5), Two(text, 8), Two(text, 11), Two(text, 14), Two(text, 17));
        var (offsetHours, offsetMinutes) = (Two(text, 20), Two(text, 23));
        if ((Two(text, 0) | Two(text, 2) | month | day | hour | minute | second | offsetHours | offsetMinutes) < 0
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59 || offsetHours > 14 || offsetMinutes > 59)
        {
            return false;
        }

        var offset = new TimeSpan(offsetHours, offsetMinutes, 0);
        return TryMake(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified), text[19] == '-' ? -offset : offset, out time);
    }

    private static bool TryParseOther(scoped ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        Span<byte> withZone = stackalloc byte[MostLength + WrittenZone.Growth];
        if (text.Length is < 16 or > MostLength)
        {
            return false;
        }

        // Without an offset a time says nothing certain, and neither does a date of digits in another order: such a text stays as it is.
        const int DateLength = 10;
        text = WrittenZone.Normalize(text, withZone);
        var sign = text.LastIndexOfAny((byte)'+', (byte)'-', (byte)' ');
        var zulu = text is [.., (byte)'Z' or (byte)'z'];
        if (text.Length < 16 || !(zulu || sign > DateLength))
        {
            return false;
        }

        Span<char> characters = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            characters[i] = i == sign && text[i] == ' ' && !zulu ? '+' : (char)text[i];
        }

        if (text[4] != '-' || text[7] != '-')
        {
            return TryParseWords(characters, out time);
        }

        return DateTimeOffset.TryParse(characters, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out time);
    }

    /// <summary>A date in words, as programs write it for people and in headers; in their order it can be no other day.</summary>
    private static bool TryParseWords(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, InWords, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    private static bool TryMake(DateTime local, TimeSpan offset, out DateTimeOffset time)
    {
        // Near the years 1 and 9999 a valid local time can lie outside of UTC's range.
        time = default;
        if (local.Ticks - offset.Ticks < DateTime.MinValue.Ticks || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks || offset.Duration() > TimeSpan.FromHours(14))
        {
            return false;
        }

        time = new DateTimeOffset(local, offset);
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        return tens is >= 0 and <= 9 && ones is >= 0 and <= 9 ? (tens * 10) + ones : -1;
    }
}
