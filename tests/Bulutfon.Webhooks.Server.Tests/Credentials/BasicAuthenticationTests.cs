using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

public sealed class BasicAuthenticationTests(AccountsServer server) : IClassFixture<AccountsServer>
{
    [Fact]
    public async Task A_hook_posts_under_its_name()
    {
        using var response = await server.SendAsync(HttpMethod.Post, "/post", "pbx:şifre: 1");

        Assert.Equal("santral", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/view", "pbx:şifre: 1")] // a hook cannot read
    [InlineData("POST", "/post", "operator:o")] // an operator cannot post
    [InlineData("POST", "/post", "admin:a")]
    [InlineData("POST", "/post", "pbx:şifre: 2")]
    [InlineData("POST", "/post", "nobody:şifre: 1")]
    [InlineData("POST", "/post", null)]
    [InlineData("GET", "/any", null)]
    [InlineData("GET", "/administer", null)]
    [InlineData("GET", "/view", "viewer:guess")]
    public async Task Others_are_challenged_and_told_what_to_send(string method, string path, string? userAndPassword)
    {
        using var response = await server.SendAsync(new HttpMethod(method), path, userAndPassword);

        await AssertChallengedAsync(response);
    }

    [Fact]
    public async Task Each_scheme_has_its_own_realm_and_says_that_it_reads_utf8()
    {
        using var hook = await server.SendAsync(HttpMethod.Post, "/post", userAndPassword: null);
        using var reader = await server.SendAsync(HttpMethod.Get, "/view", userAndPassword: null);

        Assert.Equal("Basic realm=\"Bulutfon web hooks\", charset=\"UTF-8\"", hook.Headers.WwwAuthenticate.ToString());
        Assert.Equal("Basic realm=\"Bulutfon operators\", charset=\"UTF-8\"", reader.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("viewer:v", "/any", 200)]
    [InlineData("viewer:v", "/view", 200)]
    [InlineData("viewer:v", "/operate", 403)]
    [InlineData("viewer:v", "/administer", 403)]
    [InlineData("operator:o", "/view", 200)]
    [InlineData("operator:o", "/operate", 200)]
    [InlineData("operator:o", "/administer", 403)]
    [InlineData("admin:a", "/view", 200)]
    [InlineData("admin:a", "/operate", 200)]
    [InlineData("admin:a", "/administer", 200)]
    public async Task A_role_may_do_what_those_before_it_may(string userAndPassword, string path, int status)
    {
        using var response = await server.SendAsync(HttpMethod.Get, path, userAndPassword);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Forbidden_says_which_role_is_needed()
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/operate", "viewer:v");

        var problem = await ReadProblemAsync(response);
        Assert.Equal(403, problem.GetProperty("status").GetInt32());
        Assert.Contains("operator or admin", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("viewer", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic     ")]
    [InlineData("Basic !!!!")]
    [InlineData("Basic cGJ4")] // pbx, without a colon
    [InlineData("Basic Og==")] // a colon alone
    [InlineData("Basic cGJ4Og")] // padding cut off
    [InlineData("Bearer cGJ4Og==")]
    [InlineData("nonsense")]
    public async Task A_malformed_header_is_challenged(string header)
    {
        using var response = await server.SendRawAsync(HttpMethod.Post, "/post", header);

        await AssertChallengedAsync(response);
    }

    [Fact]
    public async Task Credentials_that_are_not_utf8_are_challenged()
    {
        using var response = await server.SendRawAsync(HttpMethod.Post, "/post", AccountsServer.Basic([.. "pbx:"u8, 0xfe, 0xff]));

        await AssertChallengedAsync(response);
    }

    [Fact]
    public async Task Two_headers_are_challenged_even_if_one_of_them_is_right()
    {
        using var response = await server.SendRawAsync(
            HttpMethod.Get, "/view", AccountsServer.Basic("operator:o"u8.ToArray()), AccountsServer.Basic("x:y"u8.ToArray()));

        await AssertChallengedAsync(response);
    }

    [Fact]
    public async Task A_long_password_is_challenged_and_one_beyond_the_servers_header_limit_gets_431()
    {
        using var longest = await server.SendRawAsync(
            HttpMethod.Get, "/view", AccountsServer.Basic(Encoding.ASCII.GetBytes("viewer:" + new string('x', 20_000))));
        using var tooLong = await server.SendRawAsync(
            HttpMethod.Get, "/view", AccountsServer.Basic(Encoding.ASCII.GetBytes("viewer:" + new string('x', 100_000))));

        await AssertChallengedAsync(longest);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, tooLong.StatusCode);
    }

    [Fact]
    public async Task An_open_route_does_not_care_for_credentials()
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/open", "viewer:guess");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task AssertChallengedAsync(HttpResponseMessage response)
    {
        var problem = await ReadProblemAsync(response);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(401, problem.GetProperty("status").GetInt32());
        Assert.Contains("configuration: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ReadProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
