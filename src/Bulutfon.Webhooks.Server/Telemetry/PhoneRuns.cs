namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Finds the runs of a text that read as phone numbers: 10 to 15 digits, together or in groups with up to four blanks,
/// dots, dashes or parentheses between, and neither a part of a word nor a uuid. One pass; <see cref="DigitChain"/>
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
        if (span[start..].IndexOfAnyInRange('0', '9') < 0)
        {
            return [];
        }

        var runs = new List<TextRun>();
        var chain = new DigitChain(text, runs);
        var separators = 0;
        var separator = '\0';
        for (var position = start; position < end;)
        {
            var symbol = TextSymbol.Read(span, position);
            if (symbol.IsLetterOrDigit)
            {
                var word = WordAt(span, position);
                if (word.IsNumber)
                {
                    chain.Add(new(position, word.End, word.Digits, separators == 1 ? separator : ' '));
                }
                else
                {
                    chain.Close(startsWithPlus: false);
                }

                separators = 0;
                position = word.End;
                continue;
            }

            var separates = symbol.IsSeparator || IsBlankOfForm(span, position, symbol);
            if (!separates || ++separators > MaxSeparators)
            {
                chain.Close(startsWithPlus: symbol.IsPlus);
            }

            separator = symbol.Value;
            position += symbol.Length;
        }

        chain.Close(startsWithPlus: false);
        return runs;
    }

    // In a query a plus between two digits is a blank: `?caller=0532+123+45+84`.
    private static bool IsBlankOfForm(ReadOnlySpan<char> text, int position, TextSymbol symbol) =>
        symbol is { Value: '+', Length: 1 }
        && position > 0 && char.IsAsciiDigit(text[position - 1])
        && position + 1 < text.Length && TextSymbol.Read(text, position + 1).IsDigit;

    private static (int End, int Digits, bool IsNumber) WordAt(ReadOnlySpan<char> text, int start)
    {
        var uuidEnd = EndOfUuid(text, start);
        if (uuidEnd > 0)
        {
            return (uuidEnd, 0, false);
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
