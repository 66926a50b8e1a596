using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>Hashes of the real format at one iteration, for tests that are about something else than the price.</summary>
internal static class CheapHash
{
    private static readonly PasswordHasher<CredentialOptions> Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

    public static string Of(string password) => Hasher.HashPassword(new HookOptions(), password);
}
