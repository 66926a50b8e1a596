using System.Net;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

public sealed class BusyVerifierTests : IAsyncLifetime
{
    private readonly CountingPasswordHasher hasher = new();
    private readonly AccountsServer server;

    public BusyVerifierTests()
    {
        var hook = new HookOptions { UserName = "pbx", PasswordHash = CheapHash.Of("secret") };
        server = new AccountsServer(services => services.AddKeyedSingleton(
            Schemes.Hook,
            (_, _) => new CredentialVerifier([new Account(hook, HookIdentity.Create(hook))], hasher, Guesses.Unlimited, longestWait: TimeSpan.Zero)));
    }

    public Task InitializeAsync() => server.InitializeAsync();

    public Task DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Credentials_that_could_not_be_checked_in_time_may_come_again()
    {
        hasher.Open.Reset();
        var guess = server.SendAsync(HttpMethod.Post, "/post", "pbx:guess");
        await hasher.Entered.Task;

        using var refused = await server.SendAsync(HttpMethod.Post, "/post", "pbx:secret");
        hasher.Open.Set();
        using var wrong = await guess;
        using var again = await server.SendAsync(HttpMethod.Post, "/post", "pbx:secret");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }
}
