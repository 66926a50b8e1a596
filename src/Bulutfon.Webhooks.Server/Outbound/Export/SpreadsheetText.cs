using System.Buffers;
using System.Text;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>
/// Text for a file of separated values that a spreadsheet takes for text. Callers choose their names, so a cell can be an attack; and whoever opens the file may split
/// it at another separator than the one that it was written with. An apostrophe marks what would be a formula, and digits that would be changed as a number.
/// </summary>
internal static class SpreadsheetText
{
    /// <summary>A spreadsheet keeps so many digits as they are; more become 9,05E+11.</summary>
    private const int SafeDigits = 11;

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.,:/-eE+");

    public static string Of(string text)
    {
        var safe = new StringBuilder(text.Length + 1);
        if (IsChangedAsNumber(text) || SpreadsheetWords.MakeValue(text.AsSpan().Trim()))
        {
            safe.Append('\'');
        }

        var isBegin = true;
        for (var at = 0; at < text.Length;)
        {
            var hasRune = Rune.TryGetRuneAt(text, at, out var character);
            character = hasRune ? character : Rune.ReplacementChar;
            if (isBegin && BeginsFormula(text.AsSpan(at)))
            {
                safe.Append('\'');
            }

            at += hasRune ? character.Utf16SequenceLength : 1;
            isBegin = character.Value is ',' or ';' or '|' or '\t' or '\n' || (character.Value == '\r' && (at == text.Length || text[at] != '\n'));
            Append(safe, character, text, at);
        }

        return safe.ToString();
    }

    /// <summary>Tabs and line breaks stay, the latter as one character; other control characters go.</summary>
    private static void Append(StringBuilder safe, Rune character, string text, int next)
    {
        if (character.Value == '\r')
        {
            safe.Append(next < text.Length && text[next] == '\n' ? "" : "\n");
        }
        else if (character.Value is '\n' or '\t' || !Rune.IsControl(character))
        {
            safe.Append(character);
        }
    }

    /// <summary>Whether the first character that a spreadsheet sees begins a formula: it looks past blanks, quotes and what is invisible.</summary>
    private static bool BeginsFormula(ReadOnlySpan<char> cell)
    {
        foreach (var character in cell.EnumerateRunes())
        {
            if (character.Value is '\t' or '=' or '+' or '-' or '@' or 0xFF1D or 0xFF0B or 0xFF0D or 0xFF20 or 0xFE66 or 0xFE62 or 0xFE63 or 0xFE6B or 0x2212)
            {
                return true;
            }

            if (character.Value is not ('"' or '\'' or '\u201C' or '\u201D') && !IsLookedPast(character))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsLookedPast(Rune character) =>
        NumberCharacters.IsOuterSpace(character) || Rune.IsControl(character)
        || Rune.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.SpaceSeparator or System.Globalization.UnicodeCategory.NonSpacingMark;

    /// <summary>Digits that would lose their zeros or their end, and what reads as a decimal, a power, a date or a time.</summary>
    private static bool IsChangedAsNumber(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty || !trimmed.ContainsAnyInRange('0', '9') || trimmed.ContainsAnyExcept(OfNumbers) || !char.IsAsciiDigit(trimmed[0]))
        {
            return false;
        }

        return trimmed.ContainsAnyExceptInRange('0', '9') || (trimmed[0] == '0' && trimmed.Length > 1) || trimmed.Length > SafeDigits;
    }
}
