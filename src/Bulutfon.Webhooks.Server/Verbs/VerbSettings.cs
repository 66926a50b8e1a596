using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>Tells settings on the command line from words that nobody knows: configuration itself would pass over those without a word.</summary>
internal static class VerbSettings
{
    /// <summary>Keys without a section: the host's, and those that systemd and OpenTelemetry set as variables.</summary>
    private static readonly HashSet<string> Lone = new(StringComparer.OrdinalIgnoreCase)
    {
        "urls", "environment", "contentRoot", "applicationName", "webroot", "http_ports", "https_ports", "https_port",
        "detailedErrors", "captureStartupErrors", "suppressStatusMessages", "shutdownTimeoutSeconds", "preferHostingUrls", "hostingStartupAssemblies",
        "preventHostingStartup", "ForwardedHeaders_Enabled", "STATE_DIRECTORY", "CONFIGURATION_DIRECTORY",
    };

    private static readonly HashSet<string> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        "AllowedHosts", "Calls", "Cors", "Display", "Https", "Inbound", "Journal", "Kestrel", "Live", "Logging", "Operators", "Proxies", "Retention", "SignIn",
    };

    /// <summary>What is no setting; null if everything is one.</summary>
    /// <param name="words">The words behind a verb, or all of them if the server shall run.</param>
    /// <param name="mayRepeat">Whether a key may stand twice; then the last one counts.</param>
    public static string? FindMistake(ReadOnlySpan<string> words, bool mayRepeat = false)
    {
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < words.Length; at++)
        {
            var word = words[at];
            var hasValue = word.Contains('=', StringComparison.Ordinal);
            if (!IsSetting(word))
            {
                return VerbHelp.IsVerb(word) ? $"'{word}' has to be the first word." : $"'{word}' is unknown.";
            }

            if (!keys.Add(KeyOf(word)) && !mayRepeat)
            {
                return $"'{word}' is given twice.";
            }

            if (!hasValue && (++at == words.Length || words[at] is ['-', '-', ..]))
            {
                return $"'{word}' has no value.";
            }
        }

        return null;
    }

    /// <summary>Whether a word is written as a setting, with a key that there is: <c>--key</c>, <c>/key</c>, <c>--key=value</c> or <c>key=value</c>.</summary>
    public static bool IsSetting(string word) =>
        (word is ['-', '-', not '-', ..] or ['/', ..] || (word is not ['-', ..] && word.Contains('=', StringComparison.Ordinal))) && IsKey(KeyOf(word));

    private static string KeyOf(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var start = word is ['-', '-', ..] ? 2 : word is ['/', ..] ? 1 : 0;
        return word[start..(equals < 0 ? word.Length : equals)];
    }

    private static bool IsKey(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            // A section by itself is empty, and hosts that hand their whole configuration over name it all the same.
            return Lone.Contains(key) || Sections.Contains(key) || key.Equals("ConnectionStrings", StringComparison.OrdinalIgnoreCase) || key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);
        }

        var (section, rest) = (key[..colon], key[(colon + 1)..]);
        return rest.Length > 0 && (section.Equals("ConnectionStrings", StringComparison.OrdinalIgnoreCase)
            ? rest.Equals(JournalOptions.ConnectionStringName, StringComparison.OrdinalIgnoreCase)
            : Sections.Contains(section));
    }
}
