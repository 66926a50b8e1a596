using System.Text;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// Limits, in bytes of UTF-8, of the texts that a call keeps, so that its size is bounded whatever is sent. The events keep them whole.
/// </summary>
internal static class BoundedText
{
    /// <summary>More digits than any number has.</summary>
    private const int NumberLength = 32;

    private const int WordLength = 64;
    private const int TextLength = 256;
    private const int LinkLength = 256;

    /// <summary>What one character can take at most.</summary>
    private const int BytesPerCharacter = 3;

    public static string? Number(string? text) => Cut(text, NumberLength);

    public static string? Word(string? text) => Cut(text, WordLength);

    public static string? Text(string? text) => Cut(text, TextLength);

    /// <summary>A link, whole or not at all: half a link leads nowhere.</summary>
    public static string? Link(string? text) => text is null || Fits(text, LinkLength) ? text : null;

    private static string? Cut(string? text, int length)
    {
        if (text is null || Fits(text, length))
        {
            return text;
        }

        var (kept, bytes) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > length)
            {
                break;
            }

            kept += rune.Utf16SequenceLength;
        }

        return text[..kept];
    }

    private static bool Fits(string text, int length) =>
        text.Length * BytesPerCharacter <= length || (text.Length <= length && Encoding.UTF8.GetByteCount(text) <= length);
}
