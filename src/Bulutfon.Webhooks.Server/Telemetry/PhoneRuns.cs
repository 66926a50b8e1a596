using System.Text;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Finds the runs of a text that read as phone numbers: 10 to 15 digits, together or in groups with up to four dots, dashes,
/// slashes, underscores or brackets and any number of blanks between, and neither a part of a word nor a uuid. One pass; <see cref="DigitChain"/>
/// judges each chain of groups.
/// </summary>
internal static class PhoneRuns
{
    public const int MinDigits = 10;
    public const int MaxDigits = 15;
    private const int MaxSeparators = 4;

    /// <summary>The runs between <paramref name="start"/> and <paramref name="end"/>, first digit to last, in order.</summary>
    public static IReadOnlyList<TextRun> Find(string text, int start, int end)
    {
        var span = text.AsSpan(0, end);
        if (span[start..].IndexOfAnyInRange('0', '9') < 0 && Ascii.IsValid(span[start..]))
        {
            return [];
        }

        var runs = new List<TextRun>();
        var chain = new DigitChain(text, runs);
        var (separators, marks) = (0, 0);
        var separator = '\0';
        var wasBlank = false;
        for (var position = start; position < end;)
        {
            var symbol = TextSymbol.Read(span, position);
            if (symbol.IsLetterOrDigit)
            {
                var word = WordAt(span, position);
                if (word.IsNumber)
                {
                    chain.Add(new(position, word.End, word.Digits, marks == 1 ? separator : ' '));
                }
                else
                {
                    chain.Close(startsWithPlus: false);
                }

                (separators, marks, wasBlank) = (0, 0, false);
                position = word.End;
                continue;
            }

            var separates = symbol.IsSeparator || IsBlankOfForm(span, position, symbol);
            separators += symbol.IsEscaped || (symbol.IsBlank && wasBlank) ? 0 : 1;
            wasBlank = symbol.IsBlank;
            if (!separates || separators > MaxSeparators)
            {
                chain.Close(startsWithPlus: symbol.IsPlus);
            }

            (separator, marks) = (symbol.Value.IsBmp ? (char)symbol.Value.Value : ' ', marks + 1);
            position += symbol.Length;
        }

        chain.Close(startsWithPlus: false);
        return runs;
    }

    // In a query a plus between two digits is a blank: `?caller=0532+123+45+84`.
    private static bool IsBlankOfForm(ReadOnlySpan<char> text, int position, TextSymbol symbol) =>
        symbol is { Value.Value: '+', Length: 1 }
        && position > 0 && char.IsAsciiDigit(text[position - 1])
        && position + 1 < text.Length && TextSymbol.Read(text, position + 1).IsDigit;

    private static (int End, int Digits, bool IsNumber) WordAt(ReadOnlySpan<char> text, int start)
    {
        var noNumber = Math.Max(EndOfUuid(text, start), EndOfTimestamp(text, start));
        if (noNumber > 0)
        {
            return (noNumber, 0, false);
        }

        var (end, digits, letters) = (start, 0, 0);
        while (end < text.Length && TextSymbol.Read(text, end) is { IsLetterOrDigit: true } symbol)
        {
            digits += symbol.IsDigit ? 1 : 0;
            letters += symbol.IsDigit ? 0 : 1;
            end += symbol.Length;
        }

        return (end, digits, letters == 0);
    }

    // ISO 8601 with at most the seven digits of a fraction that .NET writes: too few for a number to hide in.
    private static int EndOfTimestamp(ReadOnlySpan<char> text, int start)
    {
        const string Form = "0000-00-00T00:00:00";
        var rest = text[start..];
        if (!Fits(rest, Form))
        {
            return 0;
        }

        var end = Form.Length;
        if (end < rest.Length && rest[end] == '.')
        {
            var fraction = rest[(end + 1)..].IndexOfAnyExceptInRange('0', '9');
            fraction = fraction < 0 ? rest.Length - end - 1 : fraction;
            if (fraction is 0 or > 7)
            {
                return 0;
            }

            end += 1 + fraction;
        }

        if (Fits(rest[end..], "+00:00") || Fits(rest[end..], "-00:00"))
        {
            end += "+00:00".Length;
        }
        else if (Fits(rest[end..], "Z"))
        {
            end++;
        }
        else if (end < rest.Length && rest[end] is '-' or '+' or ' ')
        {
            return 0;
        }

        return end < rest.Length && char.IsLetterOrDigit(rest[end]) ? 0 : start + end;
    }

    private static bool Fits(ReadOnlySpan<char> text, string form)
    {
        if (text.Length < form.Length)
        {
            return false;
        }

        for (var position = 0; position < form.Length; position++)
        {
            if (form[position] == '0' ? !char.IsAsciiDigit(text[position]) : text[position] != form[position])
            {
                return false;
            }
        }

        return true;
    }

    // Bulutfon documents a uuid whose first part has seven characters and is not hexadecimal.
    private static int EndOfUuid(ReadOnlySpan<char> text, int start)
    {
        var rest = text[start..];
        var first = rest.Length > 8 && rest[8] == '-' ? 8 : 7;
        ReadOnlySpan<int> parts = [first, 4, 4, 4, 12];
        var position = 0;
        for (var part = 0; part < parts.Length; part++)
        {
            if (part > 0 && (position >= rest.Length || rest[position++] != '-'))
            {
                return 0;
            }

            var partEnd = position + parts[part];
            for (; position < partEnd; position++)
            {
                if (position >= rest.Length || !char.IsAsciiLetterOrDigit(rest[position]))
                {
                    return 0;
                }
            }
        }

        return position < rest.Length && char.IsLetterOrDigit(rest[position]) ? 0 : start + position;
    }
}
