using System.Net;
using Bulutfon.Webhooks.Server.OpenApi;

namespace Bulutfon.Webhooks.Server.Tests.OpenApi;

public sealed class AccessTests
{
    /// <summary>Settings of a server as it is installed, whose only operator may only read.</summary>
    internal static readonly (string Key, string Value)[] Production =
    [
        ("environment", "Production"),
        ("Inbound:Hooks:0:UserName", RunningServer.HookUser),
        ("Inbound:Hooks:0:Password", RunningServer.HookPassword),
        ("Operators:0:UserName", RunningServer.OperatorUser),
        ("Operators:0:Password", RunningServer.OperatorPassword),
        ("Operators:0:Role", "viewer"),
    ];

    public static TheoryData<string> Paths => [OpenApiSetup.DocumentPath, "/swagger/index.html", "/swagger/index.js", "/swagger/swagger-ui-bundle.js"];

    [Theory]
    [MemberData(nameof(Paths))]
    [InlineData("/swagger")]
    public async Task Description_is_open_in_Development(string path)
    {
        await using var server = RunningServer.Start();
        using var client = server.AnonymousClient();

        using var answer = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Description_asks_for_an_operator_in_Production(string path)
    {
        await using var server = RunningServer.Start(settings: Production);
        using var stranger = server.AnonymousClient();
        using var hook = server.HookClient();
        using var viewer = server.OperatorClient();

        using var toStranger = await stranger.GetAsync(path);
        using var toHook = await hook.GetAsync(path);
        using var toViewer = await viewer.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, toStranger.StatusCode);
        Assert.Equal("Basic", Assert.Single(toStranger.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, toHook.StatusCode);
        Assert.Equal(HttpStatusCode.OK, toViewer.StatusCode);
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Page_keeps_credentials_in_the_browser_only_in_Development(string environment, bool kept)
    {
        await using var server = RunningServer.Start(settings: [.. Production, ("environment", environment)]);
        using var client = server.OperatorClient();

        var script = await client.GetStringAsync("/swagger/index.js");

        Assert.Equal(kept, script.Contains("\"persistAuthorization\":true", StringComparison.Ordinal));
        Assert.Contains("\"tryItOutEnabled\":true", script, StringComparison.Ordinal);
    }
}
