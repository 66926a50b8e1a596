using System.Runtime.CompilerServices;
using System.Security.Claims;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Dashboard;
using Bulutfon.Webhooks.Server.Operators;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

[Trait("Store", "Any")]
public sealed class SessionWatchTests
{
    [Fact]
    public async Task Open_page_outlives_what_its_circuit_was_made_from()
    {
        AuthenticationState session;
        SessionWatch watch;
        await using (var server = RunningServer.Start())
        {
            var account = server.Services.GetRequiredService<IOptionsMonitor<OperatorsOptions>>().CurrentValue.Accounts[0];
            var identity = OperatorIdentity.Create(account);
            ((ClaimsIdentity)identity.Identity!).AddClaims(SessionStamps.Of(account));
            session = new AuthenticationState(identity);
            watch = (SessionWatch)server.Services.CreateAsyncScope().ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        }

        using (watch)
        {
            Assert.True(await ValidateAuthenticationStateAsync(watch, session, CancellationToken.None));
        }
    }

    /// <summary>What the framework calls every 30 seconds, by a clock that no test can move.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern Task<bool> ValidateAuthenticationStateAsync(SessionWatch watch, AuthenticationState session, CancellationToken cancellationToken);
}
