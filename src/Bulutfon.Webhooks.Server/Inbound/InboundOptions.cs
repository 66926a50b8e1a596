using System.ComponentModel.DataAnnotations;
using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Telemetry;

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

    /// <summary>
    /// Values that cannot be read and keys that nobody reads, each error behind its key. The binder would stop at the first and hide
    /// all others.
    /// </summary>
    internal List<string> Unreadable { get; } = [];

    internal static void Bind(InboundOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        options.MaxBodyBytes = section.ReadNumber(nameof(MaxBodyBytes), options.MaxBodyBytes, options.Unreadable);
        options.MaxRejections = section.ReadNumber(nameof(MaxRejections), options.MaxRejections, options.Unreadable);
        options.MaxConnections = section.ReadNumber(nameof(MaxConnections), options.MaxConnections, options.Unreadable);
        options.Hooks = configuration.GetAccounts<HookOptions>(HooksSection);
        foreach (var hook in options.Hooks)
        {
            hook.ReadNetworks(configuration, options.Unreadable);
            hook.ReadExpectation(options.Unreadable);
        }

#pragma warning disable RS0030 // they are hidden in the log, not compared with what somebody sent
        KnownTokens.Add(options.Hooks.Select(hook => hook.PathToken).OfType<string>());
#pragma warning restore RS0030
        options.Unreadable.AddRange(UnknownKeys.In(section, typeof(InboundOptions)));
    }
}
