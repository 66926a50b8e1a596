using System.Globalization;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// One character of a text as its reader means it: <c>%2B</c> and <c>\u002B</c> are a plus, <c>\n</c> written with a
/// backslash is a line break and not the letter n that the next number would be glued to.
/// </summary>
/// <param name="Value">The character meant.</param>
/// <param name="Length">How many characters it is written with: 1, 2, 3 or 6.</param>
internal readonly record struct TextSymbol(char Value, int Length)
{
    public bool IsLetterOrDigit => Length == 1 && char.IsLetterOrDigit(Value);

    public bool IsSeparator => Value is ' ' or '\u00A0' or '.' or '-' or '\u2011' or '\u2013' or '(' or ')';

    public bool IsPlus => Value == '+';

    public static TextSymbol Read(ReadOnlySpan<char> text, int position)
    {
        var rest = text[position..];
        return rest[0] switch
        {
            '%' => Escaped(rest, prefix: 1, digits: 2),
            '\\' when rest.Length > 1 && rest[1] == 'u' => Escaped(rest, prefix: 2, digits: 4),
            '\\' when rest.Length > 1 && rest[1] is 'n' or 'r' or 't' or 'b' or 'f' => new('\n', 2),
            var other => new(other, 1),
        };
    }

    private static TextSymbol Escaped(ReadOnlySpan<char> rest, int prefix, int digits)
    {
        var length = prefix + digits;
        return rest.Length >= length
            && ushort.TryParse(rest[prefix..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? new((char)value, length)
                : new(rest[0], 1);
    }
}
