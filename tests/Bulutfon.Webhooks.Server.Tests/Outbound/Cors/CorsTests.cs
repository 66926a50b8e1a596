using Bulutfon.Webhooks.Server.Tests.Outbound.Live;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Cors;

[Trait("Store", "Any")]
public sealed class CorsTests
{
    private const string Crm = "https://crm.example.com";

    [Fact]
    public async Task A_configured_origin_may_ask_with_credentials_and_read_the_stream()
    {
        await using var server = RunningServer.Start(settings: ("Cors:Origins:0", Crm));
        using var anonymous = server.AnonymousClient();
        using var reader = server.OperatorClient();
        reader.DefaultRequestHeaders.Add("Origin", Crm);

        using var preflight = await anonymous.SendAsync(Preflight(Crm));
        using var stream = await reader.GetAsync(EventStream.Path, HttpCompletionOption.ResponseHeadersRead);
        using var refused = await reader.GetAsync("/api/events?x=1");

        Assert.Equal(Crm, Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Contains("Authorization", Header(preflight, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Contains("Last-Event-ID", Header(preflight, "Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Null(Header(preflight, "Access-Control-Allow-Credentials"));
        Assert.Equal((200, Crm), ((int)stream.StatusCode, Header(stream, "Access-Control-Allow-Origin")));
        Assert.Equal((400, Crm), ((int)refused.StatusCode, Header(refused, "Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("https://evil.example.com", EventStream.Path, true)]
    [InlineData(Crm, "/webhooks/bulutfon", true)]
    [InlineData(Crm, "/openapi/v1.json", true)]
    [InlineData(Crm, EventStream.Path, false)]
    public async Task Nobody_else_may_nor_anything_but_the_API(string origin, string path, bool configured)
    {
        await using var server = configured ? RunningServer.Start(settings: ("Cors:Origins:0", Crm)) : RunningServer.Start();
        using var anonymous = server.AnonymousClient();
        using var reader = server.OperatorClient();
        reader.DefaultRequestHeaders.Add("Origin", origin);

        using var preflight = await anonymous.SendAsync(Preflight(origin, path));
        using var answer = await reader.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

        Assert.Null(Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("crm.example.com")]
    [InlineData("https://crm.example.com/")]
    [InlineData("https://crm.example.com/app")]
    [InlineData("ftp://crm.example.com")]
    public async Task What_is_no_origin_keeps_the_server_from_starting(string origin)
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync([$"--Cors:Origins:0={origin}"]);

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains($"Cors:Origins:0: '{origin}' is no origin", error, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Preflight(string origin, string path = EventStream.Path)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "GET");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,last-event-id");
        return request;
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
