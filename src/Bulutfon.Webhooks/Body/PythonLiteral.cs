namespace Bulutfon.Webhooks;

/// <summary>
/// What <c>str()</c> makes of a Python dict or list, as JSON: <c>{'answer_time': None}</c> becomes <c>{"answer_time": null}</c>.
/// A form encoder in Python sends a nested value so. Only the notation changes, in one pass; the reader of JSON judges the
/// result, so what is not understood here ends as no JSON.
/// </summary>
internal static class PythonLiteral
{
    /// <summary>One byte becomes at most two (<c>"</c>, escaped), and <c>\x1f</c> as many as <c>\u001f</c>.</summary>
    public const int MaxGrowth = 2;

    /// <summary>Whether the first text in it has single quotes, which JSON never has.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> text) => text.TrimStart("{[ "u8) is [(byte)'\'', ..];

    /// <summary>Writes the JSON and returns its length.</summary>
    public static int ToJson(ReadOnlySpan<byte> text, Span<byte> json)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var (taken, written) = text[0] switch
            {
                (byte)'\'' or (byte)'"' => Quoted(text, json[length..]),
                (byte)'N' when text.StartsWith("None"u8) => Word(4, "null"u8, json[length..]),
                (byte)'T' when text.StartsWith("True"u8) => Word(4, "true"u8, json[length..]),
                (byte)'F' when text.StartsWith("False"u8) => Word(5, "false"u8, json[length..]),
                _ => Word(1, text[..1], json[length..]),
            };
            text = text[taken..];
            length += written;
        }

        return length;
    }

    private static (int Taken, int Written) Word(int taken, ReadOnlySpan<byte> word, Span<byte> json)
    {
        word.CopyTo(json);
        return (taken, word.Length);
    }

    private static (int Taken, int Written) Quoted(ReadOnlySpan<byte> text, Span<byte> json)
    {
        var quote = text[0];
        json[0] = (byte)'"';
        var (at, length) = (1, 1);
        while (at < text.Length && text[at] != quote)
        {
            var (taken, written) = text[at..] switch
            {
                [(byte)'"', ..] => Word(1, "\\\""u8, json[length..]),
                [(byte)'\\', (byte)'\'', ..] => Word(2, "'"u8, json[length..]),
                [(byte)'\\', (byte)'x', ..] => Word(2, "\\u00"u8, json[length..]),
                [(byte)'\\', var escaped, ..] => Word(2, [(byte)'\\', escaped], json[length..]),
                _ => Word(1, text.Slice(at, 1), json[length..]),
            };
            at += taken;
            length += written;
        }

        // Without its end the text stays open, which is no JSON.
        if (at < text.Length)
        {
            json[length++] = (byte)'"';
            at++;
        }

        return (at, length);
    }
}
