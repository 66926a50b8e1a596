using System.Net;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Live;

[Trait("Store", "Any")]
public sealed class PlacesTests
{
    private static readonly (string, string) Debug = ("Logging:LogLevel:Bulutfon.Webhooks.Server.Outbound.Live", "Debug");

    [Fact]
    public async Task Heartbeats_come_every_15_seconds()
    {
        var time = new FakeTimeProvider();
        await using var server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(time));
        using var hook = server.HookClient();
        await using var stream = await EventStream.OpenAsync(server);
        await FollowingAsync(server, stream);

        time.Advance(TimeSpan.FromSeconds(14));
        var id = await hook.PostAsync(EventsClient.Event("14", 14));
        var at14 = await stream.NextAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        var at15 = await stream.NextAsync();
        time.Advance(TimeSpan.FromSeconds(15));
        var at30 = await stream.NextAsync();

        Assert.Equal($"{id}", at14!.Value.EventId);
        Assert.All([at15, at30], heartbeat => Assert.Equal(("heartbeat", null, "{}"), (heartbeat!.Value.EventType, heartbeat.Value.EventId, heartbeat.Value.Data)));
    }

    [Fact]
    public async Task Beyond_the_limit_a_stream_is_refused_and_a_place_that_is_left_is_free_again()
    {
        await using var server = RunningServer.Start(settings: [("Live:MaxStreams", "1"), Debug]);
        using var reader = server.OperatorClient();
        await using (await EventStream.OpenAsync(server))
        {
            using var answer = await reader.GetAsync(EventStream.Path);

            Assert.Equal("too_many_streams", (await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable)).Code());
            Assert.NotNull(answer.Headers.RetryAfter?.Delta);
        }

        await server.Log.WaitForIdAsync(LogEvents.StreamEnded);
        await using var next = await EventStream.OpenAsync(server);
    }

    [Fact]
    public async Task A_limit_out_of_range_keeps_the_server_from_starting()
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(["--Live:MaxStreams=0"]);

        Assert.Equal(StartupCheck.ConfigurationError, exitCode);
        Assert.Contains("Live:MaxStreams: a whole number", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_end_when_the_server_stops()
    {
        await using var server = RunningServer.Start(settings: Debug);
        await using var stream = await EventStream.OpenAsync(server);
        await FollowingAsync(server, stream);

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Null(await stream.NextAsync());
        await server.Log.WaitForIdAsync(LogEvents.StreamEnded);
    }

    [Fact]
    public async Task A_stream_writes_a_line_when_it_begins_and_one_when_it_ends_and_is_no_slow_request()
    {
        await using var server = RunningServer.Start(settings: Debug);
        await using (var stream = await EventStream.OpenAsync(server))
        {
            await FollowingAsync(server, stream);
        }

        var begun = await server.Log.WaitForIdAsync(LogEvents.StreamBegun);
        var ended = await server.Log.WaitForIdAsync(LogEvents.StreamEnded);
        Assert.Equal((LogEventLevel.Debug, LogEventLevel.Debug), (begun.Level, ended.Level));
        Assert.Equal((1L, "client"), (Value(ended, "Sent"), Value(ended, "Side")));
        using var reader = server.OperatorClient();
        (await reader.GetAsync("/api/events")).Dispose();
        await server.Log.WaitForAsync(line => IsAnswer(line, "/api/events"));
        Assert.DoesNotContain(server.Log.Events, line => IsAnswer(line, EventStream.Path));

        using var refused = await reader.GetAsync($"{EventStream.Path}?after=x");
        await server.Log.WaitForAsync(line => IsAnswer(line, EventStream.Path));

        static bool IsAnswer(LogEvent line, string path) =>
            line.MessageTemplate.Text.Contains("answered", StringComparison.Ordinal) && Equals(Value(line, "Path"), path);

        static object? Value(LogEvent line, string name) => (line.Properties.GetValueOrDefault(name) as ScalarValue)?.Value;
    }

    [Fact]
    public async Task Any_operator_may_follow_and_nobody_else()
    {
        await using var server = RunningServer.Start(settings:
            [("Operators:1:UserName", "viewer"), ("Operators:1:PasswordHash", CheapHash.Of("v")), ("Operators:1:Role", "viewer")]);

        Assert.Equal(401, await StatusAsync(server.AnonymousClient()));
        Assert.Equal(401, await StatusAsync(server.HookClient()));
        Assert.Equal(200, await StatusAsync(server.OperatorClient("viewer", "v")));

        static async Task<int> StatusAsync(HttpClient client)
        {
            using var owned = client;
            using var answer = await client.GetAsync(EventStream.Path, HttpCompletionOption.ResponseHeadersRead);
            return (int)answer.StatusCode;
        }
    }

    /// <summary>The stream follows by now: what has arrived was handed over.</summary>
    private static async Task FollowingAsync(RunningServer server, EventStream stream)
    {
        using var hook = server.HookClient();
        var id = await hook.PostAsync(EventsClient.Event("following", 1));
        Assert.Equal([id], await stream.NextIdsAsync(1));
    }
}
