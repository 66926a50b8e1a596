using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Tests.Hosting;

/// <summary>What watches and crawls asks by HEAD.</summary>
public sealed class HeadTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly RunningServer _server = fixture.Server;

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/api/events")]
    [InlineData("/api/events?caller=1")]
    [InlineData("/api/calls")]
    [InlineData("/openapi/v1.json")]
    public async Task Head_is_answered_as_get_without_the_body(string path)
    {
        using var client = _server.OperatorClient();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        using var get = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.NotEmpty(await get.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/api/events/stream", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/api/events/export", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/webhooks/bulutfon", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/api/nothing", HttpStatusCode.NotFound)]
    public async Task Where_there_is_nothing_to_tell_head_is_refused(string path, HttpStatusCode expected)
    {
        using var client = _server.OperatorClient();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(expected, head.StatusCode);
    }

    [Fact]
    public async Task Head_needs_the_credentials_that_get_needs()
    {
        using var client = _server.AnonymousClient();
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/events"));

        Assert.Equal(HttpStatusCode.Unauthorized, head.StatusCode);
    }

    [Fact]
    public void A_connection_holds_no_more_than_is_stated_also_over_http_2()
    {
        var limits = _server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(65_536, limits.MaxRequestBufferSize);
        Assert.Equal(65_536, limits.Http2.InitialConnectionWindowSize);
        Assert.Equal(65_536, limits.Http2.InitialStreamWindowSize);
    }
}
