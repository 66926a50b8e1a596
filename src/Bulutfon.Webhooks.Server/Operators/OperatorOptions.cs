using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Operators;

/// <summary>Who reads and works with the events; the section <c>Operators</c> is the list itself.</summary>
internal sealed class OperatorsOptions
{
    public const string Section = "Operators";

    /// <summary>At least one outside Development. Default: none.</summary>
    public IReadOnlyList<OperatorOptions> Accounts { get; set; } = [];

    /// <summary>Keys that nobody reads, each error behind its key.</summary>
    internal List<string> Unreadable { get; } = [];

    internal static void Bind(OperatorsOptions options, IConfiguration configuration)
    {
        options.Accounts = configuration.GetAccounts<OperatorOptions>(Section);
        options.Unreadable.AddRange(UnknownKeys.InEach(configuration.GetSection(Section), typeof(OperatorOptions)));
    }
}

/// <summary>One person or program; section <c>Operators:n</c>.</summary>
internal sealed class OperatorOptions : CredentialOptions
{
    /// <summary><c>viewer</c> reads, <c>operator</c> also marks call-backs and exports, <c>admin</c> also retries and erases. Default: <c>operator</c>.</summary>
    public string? Role { get; set; }
}
