using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Operators;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Dashboard;

/// <summary>An open page asks nobody again who is signed in: here it learns that an account was taken away, or that its session was signed out elsewhere.</summary>
/// <param name="logs">Told of what goes wrong.</param>
/// <param name="operators">The accounts. A circuit asks for them until its end, which may come after that of what it was made from.</param>
/// <param name="ended">The sessions that were signed out.</param>
internal sealed class SessionWatch(ILoggerFactory logs, IOptionsMonitor<OperatorsOptions> operators, EndedSessions ended) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        SessionCookie.Renew(operators.CurrentValue, authenticationState.User) is { } now
        && authenticationState.User.Claims.Where(claim => !SessionStamps.IsStamp(claim)).All(claim => now.HasClaim(claim.Type, claim.Value))
        && !await ended.HasAsync(now, cancellationToken);
}
