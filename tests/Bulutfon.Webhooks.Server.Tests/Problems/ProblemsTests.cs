using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Problems;

public sealed class ProblemsTests : IAsyncLifetime
{
    private LoopbackServer _server = null!;

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(Map);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/nothing", 404, "not_found", "/swagger")]
    [InlineData("DELETE", "/numbers", 405, "method_not_allowed", "POST")]
    [InlineData("GET", "/typed?limit=abc", 400, "bad_request", "limit")]
    [InlineData("GET", "/fails", 500, "internal_error", "trace_id")]
    [InlineData("GET", "/gone", 410, "request_error", "")]
    [InlineData("GET", "/refused", 413, "body_too_large", "too large for us")]
    [InlineData("GET", "/own", 409, "already_open", "Close it first.")]
    public async Task Every_error_is_a_problem(string method, string address, int status, string code, string detail)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(address, UriKind.Relative));

        using var response = await _server.Client.SendAsync(request);

        var problem = await ProblemOf(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal("urn:bulutfon-webhooks:problem:" + code, problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_learns_the_right_ones()
    {
        using var response = await _server.Client.DeleteAsync(new Uri("/numbers", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("POST", Assert.Single(response.Content.Headers.Allow));
    }

    [Fact]
    public async Task A_foreign_content_type_is_named()
    {
        using var body = new StringContent("<a/>", Encoding.UTF8, "text/xml");

        using var response = await _server.Client.PostAsync(new Uri("/numbers", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("text/xml", (await ProblemOf(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Json_that_does_not_fit_is_told_where_without_our_types(string environment)
    {
        await using var server = await LoopbackServer.StartAsync(Map, environment);
        using var body = new StringContent("{\"value\":\"x\"}", Encoding.UTF8, "application/json");

        using var response = await server.Client.PostAsync(new Uri("/numbers", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await ProblemOf(response);
        Assert.Contains("$.value, line 1, byte 13", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Number), problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task An_unexpected_exception_shows_nothing_of_itself(string environment)
    {
        await using var server = await LoopbackServer.StartAsync(Map, environment);

        using var response = await server.Client.GetAsync(new Uri("/fails", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var problem = await ProblemOf(response);
        Assert.DoesNotContain("inside", problem.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.GetRawText(), StringComparison.Ordinal);
        var line = Assert.Single(server.Log.Events, logged => logged.Level == LogEventLevel.Error);
        Assert.Equal(line.TraceId?.ToString(), problem.GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task The_trace_of_the_client_is_that_of_the_problem_and_of_every_line()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await using var server = await LoopbackServer.StartAsync(Map, "Production");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/fails", UriKind.Relative));
        request.Headers.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        using var response = await server.Client.SendAsync(request);

        Assert.Equal(Trace, (await ProblemOf(response)).GetProperty("trace_id").GetString());
        var lines = server.Log.Events.Where(logged => logged.Properties.ContainsKey("RequestId")).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(Trace, line.TraceId?.ToString()));
        Assert.All(lines, line => Assert.Equal("\"/fails\"", line.Properties["RequestPath"].ToString(null, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/event-stream")]
    [InlineData("text/html")]
    public async Task A_client_that_accepts_something_else_gets_the_problem_too(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/fails", UriKind.Relative));
        request.Headers.Accept.ParseAdd(accept);

        using var response = await _server.Client.SendAsync(request);

        Assert.Equal("internal_error", (await ProblemOf(response)).GetProperty("code").GetString());
    }

    private static void Map(WebApplication app)
    {
        app.MapPost("/numbers", (Number number) => number.Value);
        app.MapGet("/typed", (int limit) => limit);
        app.MapGet("/fails", IResult () => throw new InvalidOperationException("inside"));
        app.MapGet("/gone", () => Results.StatusCode(StatusCodes.Status410Gone));
        app.MapGet("/refused", IResult () => throw new BadHttpRequestException("It is too large for us.", StatusCodes.Status413PayloadTooLarge));
        app.MapGet("/own", () => Problem.Of(StatusCodes.Status409Conflict, "already_open", "Close it first."));
    }

    private static async Task<JsonElement> ProblemOf(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private sealed record Number(int Value);
}
