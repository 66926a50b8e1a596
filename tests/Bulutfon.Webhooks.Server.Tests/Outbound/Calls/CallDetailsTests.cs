using System.Net;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Calls;

public sealed class CallDetailsTests(ScenarioServer scenarios) : IClassFixture<ScenarioServer>
{
    [Fact]
    public async Task Every_call_is_told_step_by_step_as_its_events_say()
    {
        foreach (var (_, summary) in scenarios.Calls)
        {
            var call = await scenarios.Reader.ReadAsync($"/api/calls/{Uri.EscapeDataString(summary.Uuid)}");

            var events = scenarios.Events.Where(each => each.Event!.Uuid == summary.Uuid).ToList();
            var timeline = CallTimeline.Of(events, summary);
            Assert.Equal(summary.Uuid, call.GetProperty("uuid").GetString());
            Assert.Equal(summary.Outcome.WireName(), call.GetProperty("outcome").GetString());
            Assert.Equal(timeline.Explanation.Turkish, call.GetProperty("explanation").GetProperty("tr").GetString());
            Assert.Equal(timeline.Explanation.English, call.GetProperty("explanation").GetProperty("en").GetString());
            Assert.Equal(
                timeline.Steps.Select(step => (step.Kind.WireName(), step.EventId, step.Place?.Number)),
                Steps(call).Select(step => (step.GetProperty("kind").GetString()!, step.GetProperty("event_id").GetInt64(), NumberOf(step))));
            Assert.False(call.GetProperty("timeline_is_shortened").GetBoolean());
        }
    }

    [Fact]
    public async Task A_call_says_all_that_its_summary_says()
    {
        var summary = scenarios.Calls.Select(call => call.Summary).First(call => call is { Outcome: CallOutcome.Answered, RecordEventId: not null, AnsweredBy: not null });

        var call = await scenarios.Reader.ReadAsync($"/api/calls/{summary.Uuid}");

        Assert.Equal(summary.TalkSeconds, call.GetProperty("talk_seconds").GetDouble());
        Assert.Equal(summary.WaitSeconds, call.GetProperty("wait_seconds").GetDouble());
        Assert.Equal(summary.AnsweredBy, call.GetProperty("answered_by").GetString());
        Assert.Equal(summary.Did, call.GetProperty("did").GetString());
        Assert.Equal(summary.HangupCause, call.GetProperty("hangup_cause").GetString());
        Assert.Equal(summary.HangupCauseInfo!.Q850, call.GetProperty("hangup_cause_q850").GetInt32());
        Assert.Equal(summary.Path.Select(place => place.Number), call.GetProperty("path").EnumerateArray().Select(place => place.GetProperty("number").GetString()));
    }

    [Fact]
    public async Task An_unknown_uuid_is_a_404()
    {
        using var answer = await scenarios.Reader.GetAsync("/api/calls/nobody");

        Assert.Equal("call_not_found", (await answer.ReadProblemAsync(HttpStatusCode.NotFound)).Code());
    }

    [Fact]
    public async Task A_call_of_very_many_events_is_told_by_the_first_and_the_deciding_ones()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var posts = Enumerable.Range(0, CallEvents.Limit + 5).Select(number =>
            hook.PostEventAsync(EventsClient.Event("long", 1_614_261_547_000_000 + number, "\"caller\":905321110000")));
        await Task.WhenAll(posts);
        var hangup = await hook.PostEventAsync("""{"event_type":"call_hangup","uuid":"long","timestamp":1614261600000000,"result_disposition":"SUCCESS","direction":"IN"}""");

        var call = await reader.ReadAsync("/api/calls/long");

        Assert.True(call.GetProperty("timeline_is_shortened").GetBoolean());
        Assert.Equal(CallEvents.Limit + 1, Steps(call).Count);
        Assert.Equal(hangup, Steps(call)[^1].GetProperty("event_id").GetInt64());
        Assert.Equal("answered", call.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_file_made_again_gives_the_same_answers_and_cursors()
    {
        using var folder = new TemporaryFolder();
        var before = "";
        await using (var server = RunningServer.Start(folder))
        {
            using var hook = server.HookClient();
            foreach (var body in Tests.Calls.Scenario.Names.Take(20).SelectMany(name => Tests.Calls.Scenario.Load(name).Bodies))
            {
                await hook.PostEventAsync(body.GetRawText());
            }

            before = await ReadTextAsync(server);
        }

        File.Delete(folder.File("journal.db.read.db"));
        await using var again = RunningServer.Start(folder);

        Assert.Equal(before, await ReadTextAsync(again));
    }

    private static async Task<string> ReadTextAsync(RunningServer server)
    {
        using var reader = server.OperatorClient();
        return await reader.GetStringAsync("/api/calls?limit=15");
    }

    private static List<JsonElement> Steps(JsonElement call) => [.. call.GetProperty("timeline").EnumerateArray()];

    private static string? NumberOf(JsonElement step) =>
        step.GetProperty("station") is { ValueKind: JsonValueKind.Object } station ? station.GetProperty("number").GetString() : null;
}
