using System.Net;
using System.Net.Sockets;
using System.Text;
using Bulutfon.Webhooks.Server.Inbound;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

/// <summary>The second post of a hook takes a shorter way than the first: nobody must be able to tell.</summary>
public sealed class ShortcutTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        // A line for every accepted post would keep all of them on the ordinary way.
        _server = RunningServer.Start(
            services: services => services.AddSingleton<TimeProvider>(_time),
            settings: [("Logging:LogLevel:Bulutfon.Webhooks.Server.Telemetry.RequestLog", "Information")]);
        using var hook = _server.HookClient();
        await hook.PostEventAsync(Event("first"));
        Assert.NotNull(Remembered(RunningServer.HookPassword));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Both_ways_answer_alike()
    {
        using var hook = _server.HookClient();
        using var lower = new HttpRequestMessage(HttpMethod.Post, "/WEBHOOKS/bulutfon") { Content = new StringContent(Event("a"), Encoding.UTF8, HttpExtensions.Json) };

        using var ordinary = await hook.SendAsync(lower);
        using var shorter = await hook.PostBodyAsync(Event("b"), HttpExtensions.Json);
        using var again = await hook.PostBodyAsync(Event("b"), HttpExtensions.Json);

        Assert.Equal("""{"id":2,"duplicate":false}""", await ordinary.Content.ReadAsStringAsync());
        Assert.Equal("""{"id":3,"duplicate":false}""", await shorter.Content.ReadAsStringAsync());
        Assert.Equal("""{"id":3,"duplicate":true}""", await again.Content.ReadAsStringAsync());
        Assert.Equal(ordinary.StatusCode, shorter.StatusCode);
        Assert.Equal(ordinary.Content.Headers.ContentType, shorter.Content.Headers.ContentType);
    }

    [Theory]
    [InlineData("""{"event_type":"call_init"}""", HttpExtensions.Json, 400)]
    [InlineData("{", HttpExtensions.Json, 400)]
    [InlineData("a", "text/plain", 415)]
    public async Task What_is_no_event_is_refused_and_kept_once(string body, string contentType, int status)
    {
        using var hook = _server.HookClient();

        using var answer = await hook.PostBodyAsync(body, contentType);

        Assert.Equal(status, (int)answer.StatusCode);
        var problem = await answer.ReadProblemAsync();
        await using var context = _server.Journal.OpenContext();
        var kept = await context.Rejections.SingleAsync();
        Assert.Equal(kept.Id, problem.GetProperty("rejection_id").GetInt64());
        Assert.Equal(body, Encoding.UTF8.GetString(kept.Body));
    }

    [Fact]
    public async Task What_is_too_large_is_refused()
    {
        using var hook = _server.HookClient();

        using var answer = await hook.PostBodyAsync(new string(' ', 300_000), HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_bound_of_other_requests_is_taken_if_the_hook_may_send_it()
    {
        await using var server = RunningServer.Start(settings: [("Inbound:MaxBodyBytes", "4194304")]);
        using var hook = server.HookClient();
        var large = $$"""{"event_type":"call_init","uuid":"large","timestamp":1435762851086820,"additional_data":"{{new string('x', 2 * 1024 * 1024)}}"}""";
        var larger = large.Replace("\"large\"", "\"larger\"", StringComparison.Ordinal);

        using var ordinary = await hook.PostBodyAsync(large, HttpExtensions.Json);
        using var shorter = await hook.PostBodyAsync(larger, HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.OK, ordinary.StatusCode);
        Assert.Equal(HttpStatusCode.OK, shorter.StatusCode);
    }

    [Fact]
    public async Task A_post_that_is_refused_is_one_line_in_the_log()
    {
        using var hook = _server.HookClient();

        using var answer = await hook.PostBodyAsync("{", HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var line = Assert.Single(_server.Log.Events, logged => logged.Level >= LogEventLevel.Warning);
        Assert.Equal(400, ((ScalarValue)line.Properties["Status"]).Value);
    }

    [Theory]
    [InlineData("bulutfon-dew")]
    [InlineData("bulutfon-dev ")]
    [InlineData("")]
    public async Task A_wrong_password_is_refused_after_the_right_one(string password)
    {
        using var wrong = _server.HookClient(password: password);

        using var answer = await wrong.PostBodyAsync(Event("wrong"), HttpExtensions.Json);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(1, _server.Journal.LastSequence);
    }

    [Fact]
    public async Task It_is_checked_anew_after_a_minute()
    {
        _time.Advance(RememberedHooks.Lifetime);
        Assert.Null(Remembered(RunningServer.HookPassword));

        using var hook = _server.HookClient();
        await hook.PostEventAsync(Event("a"));

        Assert.NotNull(Remembered(RunningServer.HookPassword));
    }

    [Fact]
    public async Task A_body_that_ends_early_stores_nothing_and_disturbs_nobody()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
            var head = $"POST /webhooks/bulutfon HTTP/1.1\r\nHost: x\r\nAuthorization: {Header(RunningServer.HookPassword)}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + Event("half")));
        }

        using var hook = _server.HookClient();
        Assert.Equal(2, await hook.PostEventAsync(Event("whole")));
        Assert.DoesNotContain(_server.Log.Events, logged => logged.Level >= Serilog.Events.LogEventLevel.Error);
    }

    [Fact]
    public async Task A_journal_that_takes_nothing_is_a_503_once()
    {
        await using var server = RunningServer.Start(
            services: services => services.AddSingleton<TimeProvider>(_time),
            settings: [("Logging:LogLevel:Bulutfon.Webhooks.Server.Telemetry.RequestLog", "Information"), ("Journal:QueueCapacity", "1")]);
        using var hook = server.HookClient();
        await hook.PostEventAsync(Event("first"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => hook.PostBodyAsync(Event($"burst-{i}"), HttpExtensions.Json)));

        var accepted = answers.Count(answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        });
        Assert.Equal(accepted + 1, server.Journal.LastSequence);
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    private static string Event(string uuid) => $$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":1435762851086820}""";

    private static string Header(string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningServer.HookUser}:{password}"));

    private string? Remembered(string password) => _server.Services.GetRequiredService<RememberedHooks>().Find(Header(password));
}
