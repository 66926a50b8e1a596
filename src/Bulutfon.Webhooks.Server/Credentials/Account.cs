using System.Security.Claims;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>A configured account and the principal that all of its requests share.</summary>
internal sealed class Account(CredentialOptions credentials, ClaimsPrincipal principal)
{
    public CredentialOptions Credentials { get; } = credentials;

    public ClaimsPrincipal Principal { get; } = principal;
}
