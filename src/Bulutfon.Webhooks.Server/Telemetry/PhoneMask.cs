using System.Text;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Hides the middle of everything in a text that reads as a phone number: <c>+90 532 123 45 84</c> becomes
/// <c>+90532***4584</c>. At least three digits are hidden, the last four stay, and at most the first five.
/// Takes time linear in the length of the text, whatever the text is. What counts as a number is decided by
/// <see cref="PhoneRuns"/>.
/// </summary>
internal static class PhoneMask
{
    private const int HiddenDigits = 3;
    private const int LastDigits = 4;
    private const int MaxFirstDigits = 5;

    /// <summary>Masks plain text.</summary>
    public static string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var runs = PhoneRuns.Find(text, 0, text.Length);
        if (runs.Count == 0)
        {
            return text;
        }

        var masked = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var run in runs)
        {
            masked.Append(text, copied, run.Start - copied);
            AppendMasked(masked, text.AsSpan(run.Start, run.Length));
            copied = run.End;
        }

        return masked.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>
    /// Masks one or more JSON values, which stay JSON: a number that is masked becomes a string. The text must be valid
    /// JSON; of other text some may stay unmasked quotes, never an unmasked number.
    /// </summary>
    public static string ApplyJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);

        var masked = new StringBuilder(json.Length);
        var position = 0;
        while (position < json.Length)
        {
            var quote = json.IndexOf('"', position);
            var outsideEnd = quote < 0 ? json.Length : quote;
            AppendJsonSegment(masked, json, position, outsideEnd, quoted: false);
            position = outsideEnd;
            if (quote >= 0)
            {
                position = EndOfString(json, quote + 1);
                AppendJsonSegment(masked, json, quote, position, quoted: true);
            }
        }

        return masked.ToString();
    }

    private static int EndOfString(string json, int position)
    {
        while (position < json.Length)
        {
            switch (json[position])
            {
                case '"':
                    return position + 1;
                case '\\':
                    position += 2;
                    break;
                default:
                    position++;
                    break;
            }
        }

        return json.Length;
    }

    private static void AppendJsonSegment(StringBuilder masked, string json, int start, int end, bool quoted)
    {
        var copied = start;
        foreach (var run in PhoneRuns.Find(json, start, end))
        {
            var from = run.Start;
            if (!quoted && from > copied && json[from - 1] == '-')
            {
                from--;
            }

            masked.Append(json, copied, from - copied).Append(quoted ? "" : "\"").Append(json, from, run.Start - from);
            AppendMasked(masked, json.AsSpan(run.Start, run.Length));
            masked.Append(quoted ? "" : "\"");
            copied = run.End;
        }

        masked.Append(json, copied, end - copied);
    }

    private static void AppendMasked(StringBuilder masked, ReadOnlySpan<char> run)
    {
        ReadOnlySpan<char> digits = TextSymbol.Digits(run);
        var first = Math.Min(MaxFirstDigits, digits.Length - HiddenDigits - LastDigits);
        masked.Append(digits[..first]).Append("***").Append(digits[^LastDigits..]);
    }
}
