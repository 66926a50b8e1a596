namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Compares code words, such as a redirection or the result of a leg: without their case, outer blanks, and whether blanks or hyphens stand for underscores.</summary>
internal static class CodeWord
{
    public static bool Is(string? word, string known) => word is not null && (string.Equals(word, known, StringComparison.OrdinalIgnoreCase) || string.Equals(Normal(word), known, StringComparison.OrdinalIgnoreCase));

    public static bool IsOneOf(string? word, string[] known) => word is not null && known.Contains(Normal(word), StringComparer.OrdinalIgnoreCase);

    /// <summary>The word as documented ones are written, but for its case.</summary>
    public static string Normal(string word) => word.AsSpan().IndexOfAny(' ', '-') < 0 ? word : word.Trim().Replace(' ', '_').Replace('-', '_');
}
