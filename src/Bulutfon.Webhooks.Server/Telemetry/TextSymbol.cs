using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// One character of a text as its reader means it: <c>%2B</c> and <c>\u002B</c> are a plus, <c>\n</c> written with a
/// backslash is a line break and not the letter n that the next number would be glued to.
/// </summary>
/// <param name="Value">The character meant.</param>
/// <param name="Length">How many characters it is written with: 1 to 12.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextSymbol(Rune Value, int Length)
{
    private const int PercentLength = 3;
    private const int MostBytes = 4;

    /// <summary>A digit counts however it is written; a letter that is written as bytes (<c>%C5%9F</c>) cannot be told from one byte.</summary>
    public bool IsLetterOrDigit => IsDigit || (!IsEscaped && Rune.IsLetterOrDigit(Value));

    public bool IsDigit => Digit >= 0;

    /// <summary>The value of a digit of any script; -1 of other characters.</summary>
    public int Digit => NumberCharacters.DigitOf(Value);

    /// <summary>
    /// What may separate the digits of a number. Of plain ASCII only what people write there; an escaped character that no number counts is one, wherever it comes
    /// from, because <c>/api/callbacks/0532%2F777…</c> is read as a number too.
    /// </summary>
    public bool IsSeparator => Length == 1 && Value.IsAscii ? IsBlank || Value.Value is '.' or '-' or '(' or ')' or '/' or '[' or ']' or '_'
        : IsBlank || (NumberCharacters.IsFiller(Value) && (!Rune.IsControl(Value) || IsPercent));

    /// <summary>A blank or a tab; any number of them separate like one.</summary>
    public bool IsBlank => Value.Value is ' ' or '\t';

    // Three characters, and two more for each time that the escape is escaped again; those with a backslash have an even number.
    private bool IsPercent => Length > 1 && Length % 2 == 1;

    public bool IsPlus => NumberCharacters.IsPlus(Value);

    /// <summary>Whether it is written as an escape.</summary>
    public bool IsEscaped => Length > Value.Utf16SequenceLength;

    public static TextSymbol Read(ReadOnlySpan<char> text, int position)
    {
        var rest = text[position..];
        return rest[0] switch
        {
            '%' => Percent(rest),
            '\\' when rest.Length > 1 && rest[1] is 'u' or 'U' => Escaped(rest),
            '\\' when rest.Length > 1 && rest[1] is 't' => new(new Rune('\t'), 2),
            '\\' when rest.Length > 1 && rest[1] is 'n' or 'r' or 'b' or 'f' => new(new Rune('\n'), 2),
            _ => Rune.DecodeFromUtf16(rest, out var character, out var length) == OperationStatus.Done ? new(character, length) : new(Rune.ReplacementChar, 1),
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
                digits.Append((char)('0' + symbol.Digit));
            }

            position += symbol.Length;
        }

        return digits.ToString();
    }

    /// <summary><c>%C2%A0</c>, also escaped again (<c>%25C2%25A0</c>): as many bytes as make one character; a byte that makes none is a letter of its value.</summary>
    private static TextSymbol Percent(ReadOnlySpan<char> rest)
    {
        Span<byte> bytes = stackalloc byte[MostBytes];
        Span<int> ends = stackalloc int[MostBytes];
        var (count, at) = (0, 0);
        while (count < MostBytes && TryByte(rest, at, out var value, out var end))
        {
            bytes[count] = value;
            ends[count++] = at = end;
        }

        return count == 0 ? new(new Rune('%'), 1)
            : Rune.DecodeFromUtf8(bytes[..count], out var character, out var length) == OperationStatus.Done ? new(character, ends[length - 1])
            : new(new Rune((char)bytes[0]), ends[0]);
    }

    private static bool TryByte(ReadOnlySpan<char> text, int at, out byte value, out int end)
    {
        (value, end) = (0, at);
        if (at >= text.Length || text[at] != '%' || !TryHex(text, at, prefix: 1, digits: 2, out var first))
        {
            return false;
        }

        (value, end) = ((byte)first, at + PercentLength);
        while (value == '%' && TryHex(text, end, prefix: 0, digits: 2, out var next))
        {
            (value, end) = ((byte)next, end + 2);
        }

        return true;
    }

    private static TextSymbol Escaped(ReadOnlySpan<char> rest) =>
        TryHex(rest, 0, prefix: 2, digits: 4, out var value) ? new(Rune.TryCreate((char)value, out var character) ? character : Rune.ReplacementChar, 6) : new(new Rune('\\'), 1);

    private static bool TryHex(ReadOnlySpan<char> text, int at, int prefix, int digits, out ushort value)
    {
        value = 0;
        return text.Length >= at + prefix + digits
            && ushort.TryParse(text.Slice(at + prefix, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
