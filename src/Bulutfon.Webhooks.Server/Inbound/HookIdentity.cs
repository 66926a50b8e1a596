using System.Security.Claims;
using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Inbound;

internal static class HookIdentity
{
    public const string HookClaim = "hook";

    public static ClaimsPrincipal Create(HookOptions hook) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, string.IsNullOrEmpty(hook.UserName) ? hook.EffectiveName : hook.UserName), new Claim(HookClaim, hook.EffectiveName)], Schemes.Hook));

    public static Account AccountOf(HookOptions hook) => new(hook, Create(hook), hook.Networks);

    /// <summary>The name of the hook that posted, as it is stored.</summary>
    /// <exception cref="InvalidOperationException">The request was not authenticated by a hook's credentials.</exception>
    public static string HookName(this ClaimsPrincipal user) =>
        user.FindFirst(HookClaim)?.Value
        ?? throw new InvalidOperationException($"Only an endpoint with the policy '{Policies.Hook}' knows which hook posts.");
}
