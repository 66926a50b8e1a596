using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>What each character means in a written phone number. Every reader of numbers asks here: events, filters, marks, erasures, logs and exports.</summary>
internal static class NumberCharacters
{
    /// <summary>The value of a decimal digit of any script, also full-width; -1 for every other character.</summary>
    public static int DigitOf(Rune character) =>
        character.IsAscii ? (uint)(character.Value - '0') <= 9 ? character.Value - '0' : -1
        : Rune.GetUnicodeCategory(character) == UnicodeCategory.DecimalDigitNumber ? (int)Rune.GetNumericValue(character)
        : -1;

    /// <summary>A plus sign, also full-width, small or raised.</summary>
    public static bool IsPlus(Rune character) => character.Value is '+' or 0xFF0B or 0xFE62 or 0x207A;

    /// <summary>
    /// Characters between digits that say nothing: blanks and line breaks, hyphens and dashes, dots, slashes, brackets, and what is invisible, such as marks of
    /// direction, joiners, and the frames of keycaps.
    /// </summary>
    public static bool IsFiller(Rune character) => character.Value switch
    {
        '.' or '/' or '-' or '(' or ')' or ' ' or '[' or ']' => true,
        < 0x80 => character.Value is < 0x20 or 0x7F,

        // Minus signs and bullets that stand for hyphens; full-width and other dots and slashes.
        0x2212 or 0x2043 or 0x207B or 0xFF0E or 0xFE52 or 0x2024 or 0x3002 or 0xFF61 or 0xFF0F or 0x2044 or 0x2215 or 0x2800 or 0x3164 or 0x115F or 0x1160 or 0xFFA0 => true,
        _ => Rune.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation
            or UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark,
    };

    /// <summary>White space and invisible characters, which belong to no id, code word, number or time at its ends.</summary>
    public static bool IsOuterSpace(Rune character) =>
        character.Value is 0xFEFF or 0x2800 or 0x180E or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) || Rune.IsWhiteSpace(character);
}
