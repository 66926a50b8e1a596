using System.Net;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Live;

public sealed class StreamTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly RunningServer _server = fixture.Server;

    [Fact]
    public async Task Headers_and_a_heartbeat_come_at_once()
    {
        await using var stream = await EventStream.OpenAsync(_server);

        Assert.Equal("text/event-stream", stream.Answer.Content.Headers.ContentType?.ToString());
        Assert.True(stream.Answer.Headers.CacheControl!.NoStore);
        Assert.Equal(["no"], stream.Answer.Headers.GetValues("X-Accel-Buffering"));
    }

    [Fact]
    public async Task What_is_sent_on_the_wire_has_an_id_only_with_events_and_a_name_only_with_heartbeats()
    {
        using var hook = _server.HookClient();
        using var reader = _server.OperatorClient();
        using var answer = await reader.GetAsync(EventStream.Path, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());

        string?[] heartbeat = [await lines.ReadLineAsync(), await lines.ReadLineAsync(), await lines.ReadLineAsync()];
        var id = await hook.PostAsync(EventsClient.Event("wire", 1435762851));
        string?[] sent = [await lines.ReadLineAsync(), await lines.ReadLineAsync(), await lines.ReadLineAsync()];

        Assert.Equal((IEnumerable<string?>)["event: heartbeat", "data: {}", ""], heartbeat);
        Assert.Equal((IEnumerable<string?>)[$"data: {await reader.GetStringAsync($"/api/events/{id}")}", $"id: {id}", ""], sent);
    }

    [Fact]
    public async Task Events_come_as_they_arrive_and_look_as_in_a_query()
    {
        using var hook = _server.HookClient();
        using var reader = _server.OperatorClient();
        await using var stream = await EventStream.OpenAsync(_server);

        var id = await hook.PostAsync(EventsClient.Event("ş-1", 1435762851, "\"caller\":905321112233,\"note\":\"Ağrı\\nİzmir\""));
        var (sentId, stored) = await stream.NextEventAsync();

        Assert.Equal(id, sentId);
        Assert.Equal((await reader.ReadAsync($"/api/events/{id}")).GetRawText(), stored.GetRawText());
    }

    [Fact]
    public async Task Without_an_id_a_stream_begins_now_and_a_duplicate_is_no_event()
    {
        using var hook = _server.HookClient();
        await hook.PostAsync(EventsClient.Event("before", 1435762852));
        await using var stream = await EventStream.OpenAsync(_server);

        await hook.PostAsync(EventsClient.Event("before", 1435762852));
        var id = await hook.PostAsync(EventsClient.Event("after", 1435762853));

        Assert.Equal([id], await stream.NextIdsAsync(1));
    }

    [Theory]
    [InlineData("Last-Event-ID")]
    [InlineData("after")]
    [InlineData("both")]
    public async Task A_client_that_comes_back_gets_what_it_missed_and_then_what_arrives(string way)
    {
        using var hook = _server.HookClient();
        long[] ids = [await hook.PostAsync(EventsClient.Event($"{way}-1", 1)), await hook.PostAsync(EventsClient.Event($"{way}-2", 2)), await hook.PostAsync(EventsClient.Event($"{way}-3", 3))];

        await using var stream = way switch
        {
            "after" => await EventStream.OpenAsync(_server, $"?after={ids[0]}"),
            "both" => await EventStream.OpenAsync(_server, $"?after={ids[1]}", $"{ids[0]}"),
            _ => await EventStream.OpenAsync(_server, "", $"{ids[0]}"),
        };
        var missed = await stream.NextIdsAsync(2);
        var live = await hook.PostAsync(EventsClient.Event($"{way}-4", 4));

        Assert.Equal(ids[1..], missed);
        Assert.Equal([live], await stream.NextIdsAsync(1));
    }

    [Fact]
    public async Task A_browser_that_comes_back_from_another_journal_goes_on_from_now()
    {
        using var hook = _server.HookClient();
        await hook.PostAsync(EventsClient.Event("other-1", 1));
        await using var stream = await EventStream.OpenAsync(_server, "", "999999999");

        var live = await hook.PostAsync(EventsClient.Event("other-2", 2));

        Assert.Equal([live], await stream.NextIdsAsync(1));
    }

    [Theory]
    [InlineData("?after=x", null, "after", "invalid_parameter")]
    [InlineData("?after=-1", null, "after", "invalid_parameter")]
    [InlineData("?after=", null, "after", "invalid_parameter")]
    [InlineData("?after=1&after=2", null, "after", "invalid_parameter")]
    [InlineData("?after=999999999", null, "after", "invalid_parameter")]
    [InlineData("", "abc", "Last-Event-ID", "invalid_parameter")]
    [InlineData("?after=0", "99999999999999999999", "Last-Event-ID", "invalid_parameter")]
    [InlineData("?caller=", null, "caller", "invalid_parameter")]
    [InlineData("?from=2026-01-01", null, "from", "unknown_parameter")]
    [InlineData("?limit=5", null, "limit", "unknown_parameter")]
    public async Task A_wrong_parameter_is_named(string query, string? lastEventId, string parameter, string code)
    {
        using var reader = _server.OperatorClient();
        reader.DefaultRequestHeaders.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            reader.DefaultRequestHeaders.Add("Last-Event-ID", lastEventId);
        }

        using var answer = await reader.GetAsync(EventStream.Path + query);

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal((code, parameter), (problem.Code(), problem.GetProperty("parameter").GetString()));
    }

    // The rows of the events API's own filter test.
    [Theory]
    [InlineData("uuid", "u-1", "u-3")]
    [InlineData("uuid", "u-9,u-1", "U-1")]
    [InlineData("caller", "905321112233", "908502223344")]
    [InlineData("caller", "0532 111 22 33", "anonymous")]
    [InlineData("callee", "0850 222 33 44", "905321112233")]
    [InlineData("caller_or_callee", "908502223344", "600")]
    [InlineData("caller_or_callee", "+905321112233", "9055")]
    [InlineData("destination", "600", "601")]
    [InlineData("event_type", "call_init_group", "call_init")]
    [InlineData("event_type", "incoming_call_group", "incoming_call_extension")]
    [InlineData("hook", "default", "Default")]
    [InlineData("direction", "in", "LOCAL")]
    public async Task A_filter_gives_what_matches_and_nothing_else(string filter, string match, string noMatch)
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        var missed = await hook.PostAsync(TwoEvents.WantedBody);
        await using var matching = await EventStream.OpenAsync(server, $"?after=0&{filter}={Uri.EscapeDataString(match)}");
        await using var other = await EventStream.OpenAsync(server, $"?after=0&{filter}={Uri.EscapeDataString(noMatch)}");
        await using var both = await EventStream.OpenAsync(server, $"?after=0&{filter}={Uri.EscapeDataString($"{match},{noMatch}")}&hook=default");

        var live = await hook.PostAsync(TwoEvents.WantedBody.Replace("1767258000000000", "1767258000000001", StringComparison.Ordinal));

        Assert.Equal([missed, live], await matching.NextIdsAsync(2));
        Assert.Equal([missed, live], await both.NextIdsAsync(2));
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await other.NextAsync());
    }
}
