using System.Diagnostics;
using System.Net;
using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Inbound;

/// <summary>Posting to a secret address, for panels that cannot send credentials.</summary>
[Trait("Store", "Any")]
public sealed class PathTokenTests
{
    private const string Token = "6f1d0c9be2a84753b1f06e5d9c8a7b40";
    private const string Event = """{"event_type":"call_init","uuid":"path-token"}""";

    private static readonly (string Key, string Value)[] Settings =
    [
        ("Inbound:Hooks:1:Name", "branch"),
        ("Inbound:Hooks:1:PathToken", Token),
        ("Logging:LogLevel:Default", "Trace"),
        ("Logging:LogLevel:Microsoft", "Trace"),
        ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"),
    ];

    [Fact]
    public async Task Post_to_the_secret_address_is_stored_under_its_hook()
    {
        await using var server = RunningServer.Start(settings: Settings);
        using var anonymous = server.AnonymousClient();
        using var reader = server.OperatorClient();

        using var answer = await anonymous.PostAsync($"/webhooks/bulutfon/{Token}", Content(Event));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("branch", (await reader.GetJsonAsync("/api/events/1")).GetProperty("hook").GetString());
    }

    [Theory]
    [InlineData("POST", "6f1d0c9be2a84753b1f06e5d9c8a7b41")]
    [InlineData("POST", "6f1d0c9be2a84753b1f06e5d9c8a7b4")]
    [InlineData("POST", "6F1D0C9BE2A84753B1F06E5D9C8A7B40")]
    [InlineData("POST", "x")]
    [InlineData("POST", Token + "/x")]
    [InlineData("GET", "x")]
    [InlineData("DELETE", "x")]
    public async Task Any_other_end_is_answered_as_an_unknown_address(string method, string end)
    {
        await using var server = RunningServer.Start(settings: Settings);

        await AssertUnknownAsync(server, method, end);
    }

    [Fact]
    public async Task Without_a_token_there_is_no_such_address()
    {
        await using var server = RunningServer.Start();

        await AssertUnknownAsync(server, "POST", Token);
        await AssertUnknownAsync(server, "GET", Token);
    }

    [Fact]
    public async Task Credentials_do_not_open_a_wrong_address()
    {
        await using var server = RunningServer.Start(settings: Settings);
        using var hook = server.HookClient();

        using var answer = await hook.PostAsync("/webhooks/bulutfon/x", Content(Event));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Who_knows_the_address_is_told_the_method()
    {
        await using var server = RunningServer.Start(settings: Settings);
        using var anonymous = server.AnonymousClient();

        using var answer = await anonymous.GetAsync($"/webhooks/bulutfon/{Token}");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Networks_hold_for_the_secret_address_too()
    {
        await using var server = RunningServer.Start(settings: [.. Settings, ("Inbound:Hooks:1:AllowedNetworks:0", "203.0.113.0/24")]);
        using var anonymous = server.AnonymousClient();

        using var answer = await anonymous.PostAsync($"/webhooks/bulutfon/{Token}", Content(Event));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Token_stands_in_no_log_line_at_any_level_and_in_no_trace()
    {
        var tags = new List<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (tags)
                {
                    tags.AddRange(activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Append(activity.DisplayName));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        MemorySink log;
        await using (var server = RunningServer.Start(settings: Settings))
        {
            log = server.Log;
            using var anonymous = server.AnonymousClient();
            using var accepted = await anonymous.PostAsync($"/webhooks/bulutfon/{Token}", Content(Event));
            using var rejected = await anonymous.PostAsync($"/webhooks/bulutfon/{Token}", Content("no event"));
            using var escaped = await anonymous.PostAsync($"/%77ebhooks/bulutfon/{Token}?x=%2B905321234584", Content("no event"));

            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, rejected.StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, escaped.StatusCode);
        }

        var lines = log.Events.SelectMany(LogLines.Written).ToList();
        Assert.Contains(log.Events, logged => logged.Level == LogEventLevel.Verbose);
        Assert.Contains(lines, line => line.Contains("/webhooks/bulutfon/***", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(Token, StringComparison.OrdinalIgnoreCase));
        lock (tags)
        {
            Assert.DoesNotContain(tags, tag => tag.Contains(Token, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static async Task AssertUnknownAsync(RunningServer server, string method, string end)
    {
        using var anonymous = server.AnonymousClient();
        using var request = new HttpRequestMessage(new(method), $"/webhooks/bulutfon/{end}");
        using var unknown = new HttpRequestMessage(new(method), "/webhooks/elsewhere/a");

        using var answer = await anonymous.SendAsync(request);
        using var expected = await anonymous.SendAsync(unknown);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, expected.StatusCode);
        Assert.Equal(Headers(expected), Headers(answer));
        var (body, expectedBody) = (await answer.ReadProblemAsync(), await expected.ReadProblemAsync());
        foreach (var member in expectedBody.EnumerateObject().Where(member => member.Name != "trace_id"))
        {
            Assert.Equal(member.Value.ToString(), body.GetProperty(member.Name).ToString());
        }
    }

    private static IEnumerable<string> Headers(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Content-Security-Policy"))
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}");

    private static StringContent Content(string json) => new(json, mediaType: new("application/json"));
}
