using System.Globalization;
using System.Text;
using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>
/// Finds a phone number in text, however it is written: with or without <c>0</c>, <c>90</c>, <c>+90</c> or <c>0090</c>, with blanks, hyphens, dots and
/// parentheses in it, or as a JSON number. A number of ten digits and more is found inside of longer digits too, such as the name of a
/// recording; a shorter one would be found in many a time and id, so it has to stand alone.
/// </summary>
internal sealed class WrittenNumber
{
    /// <summary>The fewest digits of a number that is looked for.</summary>
    public const int FewestDigits = 7;

    private const int NationalDigits = 10;

    /// <summary>The most characters between two digits of one number.</summary>
    private const int MostBetween = 3;

    private readonly string _key;
    private readonly string? _part;

    private WrittenNumber(string key)
    {
        _key = key;

        // What every way to write it has in common.
        var core = key.Length == NationalDigits + 2 && key.StartsWith("90", StringComparison.Ordinal) ? key[2..] : key;
        _part = core.Length >= NationalDigits ? core : null;
    }

    /// <summary>As it is stored while an erasure needs it.</summary>
    public string Key => _key;

    /// <summary>Null for what is no number of at least seven digits.</summary>
    public static WrittenNumber? Of(string? number) =>
        NumberKey.Of(number) is { Length: >= FewestDigits and <= 32 } key && !key.AsSpan().ContainsAnyExceptInRange('0', '9') ? new WrittenNumber(key) : null;

    public bool IsIn(string text)
    {
        var (joined, alone) = (new StringBuilder(), new StringBuilder());
        var between = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var digit = at < text.Length ? CharUnicodeInfo.GetDecimalDigitValue(text[at]) : -1;
            if (digit >= 0)
            {
                _ = joined.Append((char)('0' + digit));
                _ = alone.Append((char)('0' + digit));
                between = 0;
                continue;
            }

            if (alone.Length > 0 && Is(alone))
            {
                return true;
            }

            alone.Clear();
            if (at < text.Length && joined.Length > 0 && IsSeparator(text[at]) && ++between <= MostBetween)
            {
                continue;
            }

            if (joined.Length > 0 && (Is(joined) || IsExponent(text, at, joined)))
            {
                return true;
            }

            joined.Clear();
            between = 0;
        }

        return false;
    }

    /// <summary>Blanks and hyphens of any kind, as address books and web pages write them, and marks of direction that nobody sees.</summary>
    private static bool IsSeparator(char character) => character is '\t' or '+' or '.' or '(' or ')' or '/'
        || char.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Format;

    private bool Is(StringBuilder digits)
    {
        var text = digits.ToString();
        return _part is null ? NumberKey.Of(text) == _key : text.Contains(_part, StringComparison.Ordinal);
    }

    /// <summary>A JSON number such as <c>9.0532111E11</c>.</summary>
    private bool IsExponent(string text, int at, StringBuilder digits)
    {
        if (at >= text.Length || text[at] is not ('e' or 'E') || digits.Length > 32)
        {
            return false;
        }

        var end = at + 1;
        while (end < text.Length && end - at <= 4 && (char.IsAsciiDigit(text[end]) || text[end] is '+' or '-'))
        {
            end++;
        }

        var begin = at;
        while (begin > 0 && (char.IsAsciiDigit(text[begin - 1]) || text[begin - 1] == '.'))
        {
            begin--;
        }

        return decimal.TryParse(text.AsSpan(begin, end - begin), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number)
            && Is(new StringBuilder(decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture)));
    }
}
