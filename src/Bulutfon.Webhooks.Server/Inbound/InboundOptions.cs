using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>Receiving events; section <c>Inbound</c>.</summary>
internal sealed class InboundOptions
{
    public const string Section = "Inbound";
    public const string HooksSection = "Inbound:Hooks";

    /// <summary>The web hooks that may post, at least one outside Development. Default: none.</summary>
    public IReadOnlyList<HookOptions> Hooks { get; set; } = [];

    /// <summary>Longest body that is read as an event, in bytes. 4,096 to 16,777,216 (16 MiB); default 262,144 (256 KiB).</summary>
    [Range(4096, 16 * 1024 * 1024, ErrorMessage = "a whole number of bytes from 4096 to 16777216.")]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>How many rejected bodies are kept, in rows; the oldest go first. 0 (keep none) to 1,000,000; default 10,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "a whole number of rows from 0 to 1000000.")]
    public int MaxRejections { get; set; } = 10_000;

    /// <summary>
    /// How many connections are open at once, those of operators among them; one more is closed before it is read. 10 to 100,000; default 5,000.
    /// </summary>
    [Range(10, 100_000, ErrorMessage = "a whole number from 10 to 100000.")]
    public int MaxConnections { get; set; } = 5_000;

    /// <summary>Values that are no number, each with its key. The binder would stop at the first and hide all other errors.</summary>
    internal List<string> Unreadable { get; } = [];

    internal static void Bind(InboundOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        options.MaxBodyBytes = options.ReadNumber(section, nameof(MaxBodyBytes), options.MaxBodyBytes);
        options.MaxRejections = options.ReadNumber(section, nameof(MaxRejections), options.MaxRejections);
        options.MaxConnections = options.ReadNumber(section, nameof(MaxConnections), options.MaxConnections);
        options.Hooks = configuration.GetAccounts<HookOptions>(HooksSection);
    }

    private int ReadNumber(IConfigurationSection section, string key, int fallback)
    {
        var text = section[key];
        if (string.IsNullOrEmpty(text))
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Unreadable.Add($"{Section}:{key}: '{text}' is no whole number.");
        return fallback;
    }
}

/// <summary>One web hook as it is defined in Bulutfon's panel; section <c>Inbound:Hooks:n</c>.</summary>
internal sealed class HookOptions : CredentialOptions
{
    /// <summary>
    /// What is stored with each event and shown to operators. No comma (filters list hooks by comma) and no control character; unique.
    /// Default: the user name.
    /// </summary>
    public string? Name { get; set; }

    internal string EffectiveName => string.IsNullOrEmpty(Name) ? UserName ?? "" : Name;
}
