using System.Globalization;
using System.Text;
using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>
/// Finds a phone number in text, however it is written: with or without <c>0</c>, <c>90</c>, <c>+90</c> or <c>0090</c>, in digits of any script, with any number
/// of the characters between that no number counts (<see cref="NumberCharacters.IsFiller"/>), with up to three other marks in a row, or as a JSON number. A number of
/// ten digits and more is found inside longer digits too, such as the name of a recording. A shorter one would be found in many times and ids, so it has to be
/// whole groups of digits.
/// </summary>
internal sealed class WrittenNumber
{
    /// <summary>The fewest digits of a number that is looked for.</summary>
    public const int FewestDigits = 7;

    private const int NationalDigits = 10;

    /// <summary>The most digits of one number with all its prefixes.</summary>
    private const int MostDigits = 32;

    /// <summary>The longest prefix of a number, <c>0090</c> with the trunk zero.</summary>
    private const int LongestPrefix = 5;

    /// <summary>The most marks in a row that no phone number has, such as underscores and colons.</summary>
    private const int MostMarks = 3;

    /// <summary>Digits at the end that every way to write a number has, whatever prefix and trunk zero is before them.</summary>
    private const int TailDigits = 5;

    private readonly string? _core;
    private readonly string _tail;

    private WrittenNumber(string key)
    {
        Key = key;

        // What every way to write it has in common.
        var digits = NumberKey.DigitsOf(key).ToString();
        var core = digits.Length == NationalDigits + 2 && digits.StartsWith("90", StringComparison.Ordinal) ? digits[2..] : digits;
        _core = core.Length >= NationalDigits ? core : null;
        _tail = digits[^TailDigits..];
    }

    /// <summary>The number's <see cref="NumberKey"/>, as it is stored while an erasure needs it.</summary>
    public string Key { get; }

    /// <summary>Null for what is no number of at least seven digits.</summary>
    public static WrittenNumber? Of(string? number) =>
        NumberKey.Of(number) is { } key && NumberKey.DigitsOf(key).Length is >= FewestDigits and <= MostDigits ? new WrittenNumber(key) : null;

    /// <summary>Whether a number is this one.</summary>
    public bool Is(string? number) => string.Equals(NumberKey.Of(number), Key, StringComparison.Ordinal);

    /// <summary>Whether a text has the number anywhere.</summary>
    public bool IsIn(string text)
    {
        var run = new DigitRun();
        var marks = 0;
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var character, out var length) != System.Buffers.OperationStatus.Done)
            {
                character = Rune.ReplacementChar;
            }

            if (DigitOf(character) is >= 0 and var digit)
            {
                run.Add(digit);
                marks = 0;
            }
            else if (NumberCharacters.IsPlus(character))
            {
                run.AddPlus();
            }
            else if (NumberCharacters.IsFiller(character))
            {
                EndGroup(run, character);
                marks = 0;
            }
            else if (run.Length > 0 && IsMark(character) && ++marks <= MostMarks)
            {
                run.EndGroup();
            }
            else
            {
                if (run.Length > 0 && (IsIn(run) || IsExponent(text, at)))
                {
                    return true;
                }

                run.Clear();
                marks = 0;
            }

            at += length;
        }

        return run.Length > 0 && IsIn(run);
    }

    private static void EndGroup(DigitRun run, Rune filler)
    {
        switch (filler.Value)
        {
            case '(':
                run.Open();
                break;
            case ')':
                run.Close();
                break;
            default:
                run.EndGroup();
                break;
        }
    }

    /// <summary>A digit, also a raised, lowered or circled one: no filter reads it as a digit, but people do.</summary>
    private static int DigitOf(Rune character) =>
        NumberCharacters.DigitOf(character) is >= 0 and var digit ? digit
        : !character.IsAscii && Rune.GetUnicodeCategory(character) == UnicodeCategory.OtherNumber && Rune.GetNumericValue(character) is >= 0 and <= 9 and var value && value == Math.Floor(value) ? (int)value
        : -1;

    /// <summary>Punctuation and symbols that people and programs put between digits. Quotes, braces and the marks of forms and markup end a number.</summary>
    private static bool IsMark(Rune character) => character.Value is not ('"' or '{' or '}' or '&' or '=' or '<' or '>' or '%' or '\\' or '@' or '?')
        && Rune.GetUnicodeCategory(character) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.OtherPunctuation or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol
            or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private bool IsIn(DigitRun run)
    {
        if (_core is null)
        {
            return run.Tokens(_tail, MostDigits).Any(Is);
        }

        var digits = run.ToString();
        for (var at = digits.IndexOf(_core, StringComparison.Ordinal); at >= 0; at = digits.IndexOf(_core, at + 1, StringComparison.Ordinal))
        {
            if (!IsOther(run, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the digits are another country's number, because whole groups with their own prefix say so.</summary>
    private bool IsOther(DigitRun run, int at)
    {
        var (end, isOther) = (at + _core!.Length, false);
        if (end < run.Length && !run.IsGroup(end))
        {
            return false;
        }

        for (var start = Math.Max(0, at - LongestPrefix); start <= at; start++)
        {
            if (!run.IsGroup(start))
            {
                continue;
            }

            var token = run.Token(start, end);
            if (Is(token))
            {
                return false;
            }

            isOther |= token.StartsWith('+') || token.StartsWith("00", StringComparison.Ordinal)
                || (token.Length == _core.Length + 1 && token[0] == '0') || (token.Length == _core.Length + 2 && token.StartsWith("90", StringComparison.Ordinal));
        }

        return isOther;
    }

    /// <summary>A JSON number such as <c>9.0532111E11</c>.</summary>
    private bool IsExponent(string text, int at)
    {
        if (text[at] is not ('e' or 'E'))
        {
            return false;
        }

        var end = at + 1;
        while (end < text.Length && end - at <= 4 && (char.IsAsciiDigit(text[end]) || text[end] is '+' or '-'))
        {
            end++;
        }

        var begin = at;
        while (begin > 0 && at - begin <= MostDigits && (char.IsAsciiDigit(text[begin - 1]) || text[begin - 1] == '.'))
        {
            begin--;
        }

        if (!decimal.TryParse(text.AsSpan(begin, end - begin), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number != decimal.Truncate(number))
        {
            return false;
        }

        var digits = decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture);
        return Is(digits) || (_core is not null && digits.Contains(_core, StringComparison.Ordinal));
    }
}
