using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>
/// What stands for "no time" in a text: words, and the first or last moment of the date types of programs and databases, which they write when a time was never set.
/// </summary>
internal static class NoTime
{
    private const int DateLength = 10;

    /// <summary>Where PHP and MySQL, .NET, SQL Server, Windows files, Delphi and spreadsheets begin, and where types end.</summary>
    private static readonly byte[][] Bounds = [.. new[] { "0000-00-00", "0001-01-01", "1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "9999-12-31", "0000-12-31", "9999-12-30", "-0001-11-30",
        "00.00.0000", "00/00/0000", "01.01.0001", "1.01.0001", "01/01/0001", "1/1/0001", "30.12.1899", "12/30/1899", "01.01.1900", "1/1/1900", "31.12.9999", "12/31/9999", "/Date(-62135596800000", "/Date(0)" }.Select(Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Words = [.. new[] { "false", "-", "--", "n/a", "na", "nil", "nan", "undefined", "empty", "no", "yok", "hayır", "00:00:00", "0:00", "infinity", "-infinity", "invalid date", "#n/a", "\\N", "–", "—", "never" }.Select(Encoding.UTF8.GetBytes)];

    public static bool Is(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is (byte)'2')
        {
            return false; // nearly all
        }

        foreach (var word in Words)
        {
            if (text.SequenceEqual(word) || Ascii.EqualsIgnoreCase(text, word))
            {
                return true;
            }
        }

        foreach (var bound in Bounds)
        {
            if (text.StartsWith(bound))
            {
                return true;
            }
        }

        return (text.StartsWith("1970-01-01"u8) || text.StartsWith("1969-12-31"u8) || text.StartsWith("01.01.1970"u8) || text.StartsWith("01/01/1970"u8)) && IsZeroOfZone(text[DateLength..]);
    }

    /// <summary>The same of a time that was written otherwise, such as in words.</summary>
    public static bool Is(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[32];
        return time.TryFormat(text, out var length, "s", CultureInfo.InvariantCulture) && Is(text[..length]);
    }

    /// <summary>The epoch's zero, as a clock of some time zone shows it: nothing, or a quarter of an hour. Any other moment of that day is a count of seconds.</summary>
    private static bool IsZeroOfZone(ReadOnlySpan<byte> clock)
    {
        if (clock.IsEmpty || (clock.Length >= 9 && clock[1..9].SequenceEqual("23:59:59"u8)))
        {
            return true;
        }

        var hasSeconds = clock.Length >= 9 && clock[6] == ':';
        return clock.Length >= 6 && clock[0] is (byte)'T' or (byte)'t' or (byte)' ' && clock[3] == ':'
            && (clock[4..6].SequenceEqual("00"u8) || clock[4..6].SequenceEqual("30"u8) || clock[4..6].SequenceEqual("15"u8) || clock[4..6].SequenceEqual("45"u8))
            && (!hasSeconds || clock[7..9].SequenceEqual("00"u8));
    }
}
