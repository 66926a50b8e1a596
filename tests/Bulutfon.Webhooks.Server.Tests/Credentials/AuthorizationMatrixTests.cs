using System.Text.RegularExpressions;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Tests.OpenApi;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>Every route of the server and who is let in. A new route needs its row here.</summary>
public sealed class AuthorizationMatrixTests : IAsyncLifetime
{
    private const string Token = "6f1d0c9be2a84753b1f06e5d9c8a7b40";

    /// <summary>Those who are let in: the column of each caller, in the order of <see cref="Callers"/>.</summary>
    private static readonly Dictionary<string, string> Rows = new(StringComparer.Ordinal)
    {
        // ...                                   none hook viewer operator admin wrong cookie
        ["POST /webhooks/bulutfon"] = "           -    x    -      -        -     -     -",
        ["* /webhooks/bulutfon/{token}"] = "      -    -    -      -        -     -     -", // PathTokenTests opens it
        ["GET /api/events"] = "                   -    -    x      x        x     -     x",
        ["GET /api/events/{id}"] = "              -    -    x      x        x     -     x",
        ["GET /api/events/{id}/payload"] = "      -    -    x      x        x     -     x",
        ["GET /api/events/export"] = "            -    -    -      x        x     -     x",
        ["GET /api/events/stream"] = "            -    -    x      x        x     -     x",
        ["GET /api/calls"] = "                    -    -    x      x        x     -     x",
        ["GET /api/calls/{uuid}"] = "             -    -    x      x        x     -     x",
        ["GET /api/calls/export"] = "             -    -    -      x        x     -     x",
        ["GET /api/calls/stream"] = "             -    -    x      x        x     -     x",
        ["GET /api/callbacks"] = "                -    -    x      x        x     -     x",
        ["PUT /api/callbacks/{number}"] = "       -    -    -      x        x     -     x",
        ["DELETE /api/callbacks/{number}"] = "    -    -    -      x        x     -     x",
        ["GET /api/statistics"] = "               -    -    x      x        x     -     x",
        ["GET /api/rejections"] = "               -    -    x      x        x     -     x",
        ["GET /api/rejections/{id}"] = "          -    -    x      x        x     -     x",
        ["GET /api/rejections/{id}/payload"] = "  -    -    x      x        x     -     x",
        ["POST /api/rejections/{id}/retry"] = "   -    -    -      -        x     -     x",
        ["POST /api/erasures"] = "                -    -    -      -        x     -     x",
        ["GET /api/erasures/{id}"] = "            -    -    -      -        x     -     x",
        ["GET /api/retention"] = "                -    -    x      x        x     -     x",
        ["POST /api/retention/confirmation"] = "  -    -    -      -        x     -     x",
        ["GET /openapi/{documentName}.json"] = "  -    -    x      x        x     -     x",
        ["* /swagger/{**path}"] = "               -    -    x      x        x     -     x",
        ["GET /api/hooks"] = "                    -    -    x      x        x     -     x",
        ["GET /metrics"] = "                      -    -    x      x        x     -     x",
        ["* /"] = "                               -    -    -      -        -     -     x",
        ["* /callbacks"] = "                      -    -    -      -        -     -     x",
        ["* /calls"] = "                          -    -    -      -        -     -     x",
        ["* /calls/{uuid}"] = "                   -    -    -      -        -     -     x",
        ["* /deliveries"] = "                     -    -    -      -        -     -     x",
        ["* /figures"] = "                        -    -    -      -        -     -     x",
        ["* /nothing-here"] = "                   x    x    x      x        x     x     x",
        ["* /sign-in"] = "                        x    x    x      x        x     x     x",
        ["POST /sign-out"] = "                    -    -    -      -        -     -     x",
        ["GET /favicon.ico"] = "                  x    x    x      x        x     x     x",
        ["GET /health/live"] = "                  x    x    x      x        x     x     x",
        ["GET /health/ready"] = "                 x    x    x      x        x     x     x",
    };

    private readonly RunningServer _server = RunningServer.Start(settings:
    [
        .. AccessTests.Production,
        ("Inbound:Hooks:0:PathToken", Token),
        ("Operators:1:UserName", "agent"), ("Operators:1:PasswordHash", CheapHash.Of("a")), ("Operators:1:Role", "operator"),
        ("Operators:2:UserName", "boss"), ("Operators:2:PasswordHash", CheapHash.Of("b")), ("Operators:2:Role", "admin"),
    ]);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public void Every_route_has_a_row_and_every_row_a_route() =>
        Assert.Equal(Rows.Keys.Order(StringComparer.Ordinal), Routes().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_caller_is_let_in_where_its_row_says_and_nowhere_else()
    {
        var wrong = new List<string>();
        var session = await SessionOf.SignInAsync(_server, "boss", "b");
        foreach (var (route, row) in Rows)
        {
            var columns = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var ((caller, client), column) in Callers(session).Zip(columns, (caller, column) => (caller, column)))
            {
                using (client)
                {
                    var status = await StatusAsync(client, route);
                    var isLetIn = status is not (401 or 403) && !(route.Contains("{token}", StringComparison.Ordinal) && status == 404);
                    if (isLetIn != (column == "x"))
                    {
                        wrong.Add($"{route}: {caller} got {status}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    private IEnumerable<(string Name, HttpClient Client)> Callers(string session) =>
    [
        ("none", _server.AnonymousClient()),
        ("hook", _server.HookClient()),
        ("viewer", _server.OperatorClient()),
        ("operator", _server.OperatorClient("agent", "a")),
        ("admin", _server.OperatorClient("boss", "b")),
        ("wrong", _server.OperatorClient("boss", "wrong")),
        ("cookie", CookieClient(session)),
    ];

    /// <summary>An admin's browser on a page of this server.</summary>
    private HttpClient CookieClient(string session)
    {
        var client = _server.AnonymousClient();
        client.DefaultRequestHeaders.Add("Cookie", session);
        client.DefaultRequestHeaders.Add("Origin", _server.Address.GetLeftPart(UriPartial.Authority));
        return client;
    }

    private static async Task<int> StatusAsync(HttpClient client, string route)
    {
        var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var address = pattern
            .Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{**path}", "index.html", StringComparison.Ordinal);
        address = Regex.Replace(address, @"\{[^}]+\}", "1", RegexOptions.None, TimeSpan.FromSeconds(1));
        using var request = new HttpRequestMessage(method == "*" ? HttpMethod.Get : new(method), address);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var isSentToSignIn = answer.RequestMessage!.RequestUri!.AbsolutePath == SessionCookie.SignInPath && pattern != SessionCookie.SignInPath;
        return isSentToSignIn ? 401 : (int)answer.StatusCode;
    }

    private IEnumerable<string> Routes() =>
        from endpoint in _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where !IsOfFramework(endpoint)
        let pattern = "/" + Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), @":[a-z]+\}", "}", RegexOptions.None, TimeSpan.FromSeconds(1))
        from method in MethodsOf(endpoint)
        select $"{method} {pattern}";

    /// <summary>Files for everybody, and Blazor's own routes: the tests of the page have them.</summary>
    private static bool IsOfFramework(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || Regex.IsMatch(endpoint.RoutePattern.RawText!, @"^/?(_(blazor|framework)(/|$)|\{\*\*path:(nonfile|file)\})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null ? ["*"] : endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
}
