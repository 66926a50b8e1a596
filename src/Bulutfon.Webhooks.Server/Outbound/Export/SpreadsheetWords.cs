using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>Words that a spreadsheet takes for values, in English and Turkish: truth values, and what stands beside digits in dates, clock times, percentages and sums of money.</summary>
internal static class SpreadsheetWords
{
    /// <summary>Longer than any date.</summary>
    private const int Longest = 40;

    private static readonly SearchValues<char> Marks = SearchValues.Create("0123456789.,:/-+ %₺$€£");
    private static readonly FrozenSet<string> Truth = Set("TRUE", "FALSE", "DOĞRU", "YANLIŞ");
    private static readonly FrozenSet<string> Beside = Set([.. OfDates("en-US"), .. OfDates("tr-TR"), "AM", "PM", "ÖÖ", "ÖS", "T", "Z", "E", "TL", "TRY", "USD", "EUR", "GBP"]);

    /// <summary>Whether a text becomes a value that is not text.</summary>
    public static bool MakeValue(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > Longest)
        {
            return false;
        }

        return text.ContainsAnyInRange('0', '9') ? IsDateOrSum(text) : Has(Truth, text);
    }

    /// <summary>Digits and known words alone, and more than a number that keeps its form.</summary>
    private static bool IsDateOrSum(ReadOnlySpan<char> text)
    {
        var isMore = text.ContainsAny("%₺$€£") || (text.Contains(' ') && text.ContainsAny(".,:/-"));
        for (var at = 0; at < text.Length;)
        {
            if (Marks.Contains(text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            if (end == at || !Has(Beside, text[at..end]))
            {
                return false;
            }

            (isMore, at) = (true, end);
        }

        return isMore;
    }

    private static bool Has(FrozenSet<string> words, ReadOnlySpan<char> word) => words.Contains(Folded(word));

    private static FrozenSet<string> Set(params string[] words) => words.Where(word => word.Length > 0).Select(word => Folded(word)).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> OfDates(string culture)
    {
        var names = CultureInfo.GetCultureInfo(culture).DateTimeFormat;
        return [.. names.MonthNames, .. names.AbbreviatedMonthNames, .. names.DayNames, .. names.AbbreviatedDayNames];
    }

    /// <summary>The letters i of both languages are one.</summary>
    private static string Folded(ReadOnlySpan<char> word) => word.ToString().Replace('İ', 'i').Replace('I', 'i').Replace('ı', 'i').ToUpperInvariant();
}
