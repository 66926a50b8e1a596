namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Compares code words, such as a redirection or the result of a leg: without their case, outer blanks, and whether blanks or hyphens stand for underscores.</summary>
internal static class CodeWord
{
    private static readonly string[] Nothing = ["null", "none", "undefined", "-", "--", "N/A"];

    public static bool Is(string? word, string known) => word is not null && (string.Equals(word, known, StringComparison.OrdinalIgnoreCase) || string.Equals(Normal(word), known, StringComparison.OrdinalIgnoreCase));

    public static bool IsOneOf(string? word, string[] known) => word is not null && known.Contains(Normal(word), StringComparer.OrdinalIgnoreCase);

    /// <summary>A word without blanks around it; null if it only says that there is none, as encoders write it.</summary>
    public static string? Said(string? text) => text?.Trim() is { Length: > 0 } said && !Nothing.Contains(said, StringComparer.OrdinalIgnoreCase) ? said : null;

    /// <summary>The word as documented ones are written, but for its case.</summary>
    public static string Normal(string word) => word.AsSpan().IndexOfAny(' ', '-') < 0 ? word : word.Trim().Replace(' ', '_').Replace('-', '_');
}
