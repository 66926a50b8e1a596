using System.Net;
using System.Security.Claims;
using Bulutfon.Webhooks.Server.Configuration;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>A configured account, the principal that all of its requests share, and where it may come from (null: anywhere).</summary>
internal sealed class Account(CredentialOptions credentials, ClaimsPrincipal principal, NetworkList? networks = null)
{
    public CredentialOptions Credentials { get; } = credentials;

    /// <summary>The answer to right credentials.</summary>
    public Verdict VerdictFor(IPAddress? source) =>
        networks is null || networks.Contains(source) ? new(VerdictKind.Right, principal) : Verdict.ForeignNetwork(Credentials.ConfigurationKey);
}
