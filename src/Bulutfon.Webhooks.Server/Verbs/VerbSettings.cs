namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>Tells settings on the command line from words that nobody knows: configuration itself would pass over those without a word.</summary>
internal static class VerbSettings
{
    /// <summary>The keys of the host, which have no section.</summary>
    private static readonly string[] HostKeys = ["urls", "environment", "contentRoot", "applicationName", "webroot", "http_ports", "https_ports", "AllowedHosts", "Proxies"];

    /// <summary>A switch of the server without a value, such as <c>--verion</c>; null if there is none. Every key with a value may be one of the host's.</summary>
    public static string? FindLoneSwitch(ReadOnlySpan<string> words)
    {
        for (var at = 0; at < words.Length; at++)
        {
            if (words[at].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            if (++at == words.Length || words[at] is ['-', '-', ..])
            {
                return $"'{words[at - 1]}' is unknown, or has no value.";
            }
        }

        return null;
    }

    /// <summary>What is no setting; null if everything is one.</summary>
    public static string? FindMistake(ReadOnlySpan<string> words)
    {
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? word : word[..equals]).TrimStart('-', '/');
            if (!IsKey(key) || (equals < 0 && word is not ['-', '-', ..] and not ['/', ..]))
            {
                return $"'{word}' is unknown.";
            }

            if (equals < 0 && (++at == words.Length || words[at] is ['-', '-', ..]))
            {
                return $"'{word}' has no value.";
            }
        }

        return null;
    }

    private static bool IsKey(string key) => key.Contains(':', StringComparison.Ordinal) || HostKeys.Contains(key, StringComparer.OrdinalIgnoreCase);
}
