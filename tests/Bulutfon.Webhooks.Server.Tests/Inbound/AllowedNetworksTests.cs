using System.Net;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

/// <summary>From where a hook may post, and whose word counts for it.</summary>
[Trait("Store", "Any")]
public sealed class AllowedNetworksTests
{
    private const string Allowed = "203.0.113.0/24";
    private const string Inside = "203.0.113.5";
    private const string Event = """{"event_type":"call_init","uuid":"networks"}""";

    [Theory]
    [InlineData("Inbound:Hooks:0:AllowedNetworks:0", Allowed)]
    [InlineData("Inbound:Hooks:0:AllowedNetworks", $"192.0.2.1, {Allowed}")]
    public async Task Post_from_another_network_is_refused_not_stored_and_told_once(string key, string networks)
    {
        await using var server = RunningServer.Start(settings: [(key, networks)]);
        using var hook = server.HookClient();

        using var first = await hook.PostBodyAsync(Event, HttpExtensions.Json);
        using var second = await hook.PostBodyAsync("no event", HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.Forbidden, first.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
        Assert.Equal("network_not_allowed", (await first.ReadProblemAsync()).GetProperty("code").GetString());
        var told = Assert.Single(server.Log.WithId(LogEvents.NetworkRefused)).RenderMessage(null);
        Assert.Contains("127.0.0.1", told, StringComparison.Ordinal);
        Assert.Contains("Inbound:Hooks:0", told, StringComparison.Ordinal);
        await AssertNothingStoredAsync(server);
    }

    [Fact]
    public async Task Post_from_an_allowed_network_is_accepted()
    {
        await using var server = RunningServer.Start(settings: [("Inbound:Hooks:0:AllowedNetworks:0", Allowed), ("Inbound:Hooks:0:AllowedNetworks:1", "127.0.0.0/8")]);
        using var hook = server.HookClient();

        Assert.Equal(1, await hook.PostEventAsync(Event));
    }

    [Theory]
    [InlineData(null, Inside, 403)] // nobody is a proxy: the header changes nothing
    [InlineData("192.0.2.1", Inside, 403)] // another host is
    [InlineData("127.0.0.1", Inside, 200)]
    [InlineData("127.0.0.0/8", "198.51.100.1", 403)]
    [InlineData("127.0.0.1", "203.0.113.5, 198.51.100.1", 403)] // the client wrote the first, the proxy the last
    [InlineData("127.0.0.1,198.51.100.1", "203.0.113.5, 198.51.100.1", 200)] // two proxies
    public async Task Forwarded_address_counts_only_behind_a_configured_proxy(string? proxies, string forwardedFor, int status)
    {
        await using var server = RunningServer.Start(settings:
        [
            ("Inbound:Hooks:0:AllowedNetworks:0", Allowed),
            ("ForwardedHeaders_Enabled", "true"), // the framework's own switch believes everybody
            .. proxies is null ? [] : new[] { ("Proxies", proxies) },
        ]);
        using var hook = server.HookClient();
        hook.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);

        using var answer = await hook.PostBodyAsync(Event, HttpExtensions.Json);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 403)
        {
            await AssertNothingStoredAsync(server);
        }
    }

    [Fact]
    public async Task Wrong_password_from_another_network_hears_nothing_of_networks()
    {
        await using var server = RunningServer.Start(settings: [("Inbound:Hooks:0:AllowedNetworks:0", Allowed)]);
        using var stranger = server.HookClient(password: "guess");

        using var answer = await stranger.PostBodyAsync(Event, HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task AssertNothingStoredAsync(RunningServer server)
    {
        using var reader = server.OperatorClient();
        Assert.Empty((await reader.GetJsonAsync("/api/events")).GetProperty("items").EnumerateArray());
        Assert.Empty((await reader.GetJsonAsync("/api/rejections")).GetProperty("items").EnumerateArray());
    }
}
