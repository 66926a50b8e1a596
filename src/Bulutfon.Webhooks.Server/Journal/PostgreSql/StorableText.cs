using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// Text as PostgreSQL can hold it: it has no U+0000, and no half of a surrogate pair. Both become U+FFFD in the columns; the body,
/// from which events are read, stays as it came.
/// </summary>
internal static class StorableText
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text) => text is null || !text.AsSpan().ContainsAny(Suspects) ? text : Replace(text);

    private static readonly System.Buffers.SearchValues<char> Suspects =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Append(0).Select(code => (char)code)]);

    private static string Replace(string text)
    {
        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return storable.ToString();
    }
}
