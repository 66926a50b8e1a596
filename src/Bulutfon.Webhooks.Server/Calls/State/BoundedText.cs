namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Limits of the texts that a call keeps, so that its size is bounded whatever is sent. The events keep them whole.</summary>
internal static class BoundedText
{
    /// <summary>More digits than any number has.</summary>
    private const int NumberLength = 32;

    private const int WordLength = 64;
    private const int TextLength = 256;
    private const int LinkLength = 512;

    public static string? Number(string? text) => Cut(text, NumberLength);

    public static string? Word(string? text) => Cut(text, WordLength);

    public static string? Text(string? text) => Cut(text, TextLength);

    /// <summary>A link, whole or not at all: half a link leads nowhere.</summary>
    public static string? Link(string? text) => text?.Length > LinkLength ? null : text;

    private static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
