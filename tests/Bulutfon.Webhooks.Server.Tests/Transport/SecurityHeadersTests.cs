using System.Net;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.OpenApi;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Transport;

/// <summary>What browsers are told, and what they are not asked.</summary>
public sealed class SecurityHeadersTests
{
    private const string Event = """{"event_type":"call_init","uuid":"headers"}""";

    [Theory]
    [InlineData("/swagger/index.html")]
    [InlineData("/api/events")]
    [InlineData("/nothing")]
    public async Task Every_answer_to_a_browser_says_what_it_may_load(string address)
    {
        await using var server = RunningServer.Start();
        using var client = server.OperatorClient();

        using var first = await client.GetAsync(address);
        using var second = await client.GetAsync(address);

        var policy = Assert.Single(first.Headers.GetValues("Content-Security-Policy"));
        Assert.Matches(
            "^default-src 'self'; script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'$",
            policy);
        Assert.NotEqual(policy, Assert.Single(second.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(first.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(first.Headers.GetValues("Referrer-Policy")));
        Assert.False(first.Headers.Contains("Server"));
        Assert.False(first.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Dest", "empty", false)]
    [InlineData("X-Requested-With", "XMLHttpRequest", false)]
    [InlineData("Sec-Fetch-Dest", "document", true)]
    [InlineData("User-Agent", "curl/8.0", true)]
    public async Task A_401_opens_no_dialog_over_a_page_that_asks_by_script(string header, string value, bool challenged)
    {
        await using var server = RunningServer.Start();
        using var client = server.AnonymousClient();
        client.DefaultRequestHeaders.Add(header, value);

        using var read = await client.GetAsync("/api/events");
        using var posted = await client.PostBodyAsync(Event, HttpExtensions.Json);

        Assert.All([read, posted], answer =>
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal(challenged, answer.Headers.WwwAuthenticate.Count > 0);
        });
    }

    [Fact]
    public async Task Refused_requests_are_lines_that_say_who_and_under_which_id()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var stranger = server.AnonymousClient();

        using var rejected = await hook.PostBodyAsync("no event", HttpExtensions.Json);
        var line = await server.Log.WaitForIdAsync(LogEvents.RequestRefused);
        using var refused = await stranger.GetAsync("/api/events");
        var unauthorized = await server.Log.WaitForAsync(logged => logged.RenderMessage(null).Contains("401", StringComparison.Ordinal));

        Assert.Matches("^\"POST\" \"/webhooks/bulutfon\" answered 400 in .* ms to \"bulutfon\" at \"127.0.0.1\": \"not_json\", rejection \"1\"$", line.RenderMessage(null));
        Assert.Contains("127.0.0.1", unauthorized.RenderMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/swagger/index.html", 307)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("POST", "/webhooks/bulutfon", 200)]
    public async Task Only_browsing_is_sent_on_to_https(string method, string address, int status)
    {
        await using var server = RunningServer.Start(
            services: services => services.Configure<HttpsRedirectionOptions>(https => https.HttpsPort = 443),
            settings: ("Https:Redirect", "true"));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        using var hook = server.HookClient();
        client.DefaultRequestHeaders.Authorization = hook.DefaultRequestHeaders.Authorization;
        using var request = new HttpRequestMessage(new(method), address);
        request.Content = method == "POST" ? new StringContent(Event, mediaType: new("application/json")) : null;

        using var answer = await client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.True(status != 307 || answer.Headers.Location!.Scheme == "https");
    }

    [Theory]
    [InlineData("Production", "https", true)]
    [InlineData("Production", "http", false)]
    [InlineData("Development", "https", false)]
    public async Task Browsers_are_held_to_https_behind_a_proxy_that_says_so(string environment, string scheme, bool held)
    {
        await using var server = RunningServer.Start(settings: [.. AccessTests.Production, ("environment", environment), ("Proxies", "127.0.0.1")]);
        using var client = server.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");
        client.DefaultRequestHeaders.Host = "events.example.com";

        using var answer = await client.GetAsync("/health/live");

        Assert.Equal(held, answer.Headers.Contains("Strict-Transport-Security"));
    }
}
