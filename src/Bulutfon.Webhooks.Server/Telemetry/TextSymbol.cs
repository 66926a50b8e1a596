using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// One character of a text as its reader means it: <c>%2B</c> and <c>\u002B</c> are a plus, <c>\n</c> written with a
/// backslash is a line break and not the letter n that the next number would be glued to.
/// </summary>
/// <param name="Value">The character meant.</param>
/// <param name="Length">How many characters it is written with: 1, 2, 3 or 6.</param>
internal readonly record struct TextSymbol(char Value, int Length)
{
    /// <summary>A digit counts however it is written; a letter that is written as bytes (<c>%C5%9F</c>) cannot be told from one byte.</summary>
    public bool IsLetterOrDigit => IsDigit || (Length == 1 && char.IsLetterOrDigit(Value));

    public bool IsDigit => char.IsAsciiDigit(Value);

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

    /// <summary>The digits of a text as they are meant, without all else. Those of an escaped separator are none.</summary>
    public static string Digits(ReadOnlySpan<char> text)
    {
        var digits = new StringBuilder(text.Length);
        for (var position = 0; position < text.Length;)
        {
            var symbol = Read(text, position);
            if (symbol.IsDigit)
            {
                digits.Append(symbol.Value);
            }

            position += symbol.Length;
        }

        return digits.ToString();
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
