using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Bulutfon.Webhooks.Server.Dashboard;

/// <summary>An open page asks nobody again who is signed in: here it learns that an account was taken away.</summary>
internal sealed class SessionWatch(ILoggerFactory logs, IServiceProvider services) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(SessionCookie.Renew(services, authenticationState.User) is { } now
            && authenticationState.User.Claims.Where(claim => !SessionStamps.IsStamp(claim)).All(claim => now.HasClaim(claim.Type, claim.Value)));
}
