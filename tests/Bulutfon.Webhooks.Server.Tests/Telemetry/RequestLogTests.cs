using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

[Trait("Store", "Any")]
public class RequestLogTests
{
    [Fact]
    public async Task A_request_is_one_line_without_its_query()
    {
        await using var server = await LoopbackServer.StartAsync(app => app.MapGet("/api/events", SignedIn));

        using var response = await server.Client.GetAsync(new Uri("/api/events?caller=905321234584", UriKind.Relative));
        var line = await server.Log.WaitForIdAsync(LogEvents.RequestAnswered);

        Assert.Equal(LogEventLevel.Information, line.Level);
        Assert.Equal("GET", Text(line, "Method"));
        Assert.Equal("/api/events", Text(line, "Path"));
        Assert.Equal("200", Text(line, "Status"));
        Assert.Equal("operator", Text(line, "User"));
        Assert.InRange(double.Parse(Text(line, "ElapsedMilliseconds"), CultureInfo.InvariantCulture), 0.001, 30_000);
        Assert.Single(server.Log.WithId(LogEvents.RequestAnswered));
        Assert.All(
            server.Log.Events.SelectMany(logged => logged.Properties.Values),
            value => Assert.DoesNotContain("caller", value.ToString(null, CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_accepted_post_is_no_line()
    {
        await using var server = await LoopbackServer.StartAsync(MapInbound);

        using var accepted = await server.Client.PostAsync(new Uri("/webhooks/bulutfon", UriKind.Relative), content: null);
        using var other = await server.Client.GetAsync(new Uri("/last", UriKind.Relative));
        await server.Log.WaitForAsync(line => line.Properties.TryGetValue("Path", out var path) && path is ScalarValue { Value: "/last" });

        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Empty(server.Log.WithId(LogEvents.RequestAnswered));
        Assert.Single(server.Log.WithId(LogEvents.RequestRefused));
    }

    [Fact]
    public async Task An_accepted_post_is_a_line_at_Debug_without_its_path_token()
    {
        await using var server = await LoopbackServer.StartAsync(MapInbound, "Production", "--Logging:LogLevel:Default=Debug");

        using var accepted = await server.Client.PostAsync(new Uri("/webhooks/bulutfon/s3cret", UriKind.Relative), content: null);
        var line = await server.Log.WaitForIdAsync(LogEvents.RequestAnswered);

        Assert.Equal(LogEventLevel.Debug, line.Level);
        Assert.Equal("/webhooks/bulutfon/***", Text(line, "Path"));
    }

    [Theory]
    [InlineData("POST", "/webhooks/bulutfon?answer=400", LogEventLevel.Warning)]
    [InlineData("POST", "/webhooks/bulutfon?answer=401", LogEventLevel.Warning)]
    [InlineData("POST", "/webhooks/bulutfon?answer=503", LogEventLevel.Warning)]
    [InlineData("POST", "/webhooks/bulutfon?answer=500", LogEventLevel.Error)]
    [InlineData("GET", "/webhooks/bulutfon", LogEventLevel.Information)]
    [InlineData("GET", "/nothing", LogEventLevel.Information)]
    public async Task Every_other_answer_is_a_line(string method, string address, LogEventLevel level)
    {
        await using var server = await LoopbackServer.StartAsync(MapInbound);

        using var request = new HttpRequestMessage(new(method), new Uri(address, UriKind.Relative));
        using var response = await server.Client.SendAsync(request);
        var line = await server.Log.WaitForIdAsync(LogEvents.RequestRefused);

        Assert.Equal(level, line.Level);
        Assert.Equal(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), Text(line, "Status"));
    }

    [Fact]
    public async Task A_path_cannot_begin_a_line_of_its_own()
    {
        await using var server = await LoopbackServer.StartAsync(MapInbound);

        using var response = await server.Client.GetAsync(new Uri("/x%0A%0Dforged", UriKind.Relative));
        var line = await server.Log.WaitForIdAsync(LogEvents.RequestRefused);

        Assert.Equal("/x%0A%0Dforged", Text(line, "Path"));
    }

    [Fact]
    public async Task An_unexpected_exception_is_one_line_with_the_exception()
    {
        await using var server = await LoopbackServer.StartAsync(app => app.MapGet("/fails", Fail));

        using var response = await server.Client.GetAsync(new Uri("/fails", UriKind.Relative));
        var line = await server.Log.WaitForIdAsync(LogEvents.RequestRefused);

        Assert.Equal(LogEventLevel.Error, line.Level);
        Assert.Equal("inside", Assert.IsType<InvalidOperationException>(line.Exception).Message);
        Assert.Single(server.Log.Events, logged => logged.Level >= LogEventLevel.Warning);
    }

    [Fact]
    public async Task A_client_that_hangs_up_is_no_error()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(app => app.MapGet("/waits", async (CancellationToken hungUp) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, hungUp);
        }));

        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /waits HTTP/1.1\r\nHost: x\r\n\r\n"));
            await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        var line = await server.Log.WaitForIdAsync(LogEvents.RequestAnswered);

        Assert.Equal(LogEventLevel.Information, line.Level);
        Assert.Equal("499", Text(line, "Status"));
        Assert.Null(line.Exception);
        Assert.DoesNotContain(server.Log.Events, logged => logged.Level >= LogEventLevel.Warning);
    }

    [Fact]
    public async Task Levels_come_from_the_standard_configuration()
    {
        await using var server = await LoopbackServer.StartAsync(
            MapInbound, "Production", "--Logging:LogLevel:Microsoft.AspNetCore.Http=Debug", "--Logging:LogLevel:Default=Warning");

        Assert.True(server.IsEnabled<DefaultHttpContext>(Microsoft.Extensions.Logging.LogLevel.Debug));
        Assert.False(server.IsEnabled<WebApplication>(Microsoft.Extensions.Logging.LogLevel.Information));
        Assert.False(server.IsEnabled<RequestLogTests>(Microsoft.Extensions.Logging.LogLevel.Information));
    }

    private static void MapInbound(WebApplication app) => app.MapPost("/webhooks/bulutfon/{token?}", (int? answer) => Results.StatusCode(answer ?? 200));

    private static IResult SignedIn(HttpContext context)
    {
        context.User = new(new ClaimsIdentity([new(ClaimTypes.Name, "operator")], "test"));
        return Results.Ok();
    }

    private static IResult Fail() => throw new InvalidOperationException("inside");

    private static string Text(LogEvent line, string property) =>
        Convert.ToString(Assert.IsType<ScalarValue>(line.Properties[property]).Value, CultureInfo.InvariantCulture)!;
}
