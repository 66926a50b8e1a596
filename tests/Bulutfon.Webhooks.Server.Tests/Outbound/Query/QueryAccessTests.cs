using System.Net;
using Bulutfon.Webhooks.Server.Tests.Credentials;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Who may read and who may retry.</summary>
[Trait("Store", "Any")]
public sealed class QueryAccessTests : IAsyncLifetime
{
    private readonly RunningServer _server = RunningServer.Start(settings:
    [
        ("Operators:1:UserName", "viewer"), ("Operators:1:PasswordHash", CheapHash.Of("v")), ("Operators:1:Role", "viewer"),
        ("Operators:2:UserName", "agent"), ("Operators:2:PasswordHash", CheapHash.Of("a")), ("Operators:2:Role", "operator"),
    ]);

    public async Task InitializeAsync()
    {
        using var hook = _server.HookClient();
        await hook.PostAsync(EventsClient.Event("u-1", 1435762851));
        await hook.PostRejectedAsync(new StringContent("x"), HttpStatusCode.UnsupportedMediaType);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/events")]
    [InlineData("GET", "/api/events/1")]
    [InlineData("GET", "/api/events/1/payload")]
    [InlineData("GET", "/api/calls")]
    [InlineData("GET", "/api/calls/u-1")]
    [InlineData("GET", "/api/rejections")]
    [InlineData("GET", "/api/rejections/1")]
    [InlineData("GET", "/api/rejections/1/payload")]
    [InlineData("POST", "/api/rejections/1/retry", 403, 422)]
    public async Task Each_role_may_do_what_it_may(string method, string address, int others = 200, int admin = 200)
    {
        Assert.Equal(401, await StatusAsync(_server.AnonymousClient()));
        Assert.Equal(401, await StatusAsync(_server.HookClient()));
        Assert.Equal(401, await StatusAsync(_server.OperatorClient("viewer", "wrong")));
        Assert.Equal(others, await StatusAsync(_server.OperatorClient("viewer", "v")));
        Assert.Equal(others, await StatusAsync(_server.OperatorClient("agent", "a")));
        Assert.Equal(admin, await StatusAsync(_server.OperatorClient()));

        async Task<int> StatusAsync(HttpClient client)
        {
            using var owned = client;
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            using var answer = await client.SendAsync(request);
            return (int)answer.StatusCode;
        }
    }
}
