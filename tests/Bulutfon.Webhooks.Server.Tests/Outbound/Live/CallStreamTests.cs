using System.Globalization;
using System.Net;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Live;

public sealed class CallStreamTests
{
    private const string Missed = """{"event_type":"missing_call","caller":905321110000,"callee":908508850000,"direction":"IN","timestamp":1767258030000000,"uuid":"m"}""";

    [Fact]
    public async Task A_call_comes_with_each_event_and_looks_as_in_the_list()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await using var stream = await EventStream.OpenAsync(server, path: EventStream.CallsPath);

        var ringing = await hook.PostEventAsync(Init("m"));
        var first = await stream.NextEventAsync();
        var over = await hook.PostEventAsync(Missed);
        var second = await stream.NextEventAsync();

        Assert.Equal([ringing, over], [first.Id, second.Id]);
        Assert.Equal(("m", "m"), (Uuid(first.Stored), Uuid(second.Stored)));
        Assert.Equal("missed", second.Stored.GetProperty("outcome").GetString());
        var listed = (await reader.ReadAsync("/api/calls?uuid=m")).GetProperty("items")[0];
        Assert.Equal(listed.GetRawText(), second.Stored.GetRawText());
    }

    [Fact]
    public async Task Who_comes_back_gets_each_call_once_as_it_has_become()
    {
        using var folder = new TemporaryFolder();
        long last;
        await using (var server = RunningServer.Start(folder))
        {
            using var hook = server.HookClient();
            await hook.PostEventAsync(Init("a"));
            await hook.PostEventAsync(Init("m"));
            last = await hook.PostEventAsync(Missed);
        }

        await using var again = RunningServer.Start(folder);
        await using var stream = await EventStream.OpenAsync(again, lastEventId: "1", path: EventStream.CallsPath);
        var (id, call) = await stream.NextEventAsync();
        using var later = again.HookClient();
        var live = await later.PostEventAsync(Init("b"));

        Assert.Equal((last, "m", "missed"), (id, Uuid(call), call.GetProperty("outcome").GetString()));
        var next = await stream.NextEventAsync();
        Assert.Equal((live, "b"), (next.Id, Uuid(next.Stored)));
    }

    [Theory]
    [InlineData("uuid", "m", "M")]
    [InlineData("caller", "0532 111 00 00", "905321110001")]
    [InlineData("caller_or_callee", "0850 885 00 00", "600")]
    [InlineData("outcome", "missed,answered", "answered")]
    [InlineData("missing_call", "true", null)]
    [InlineData("hook", "default", "other")]
    [InlineData("direction", "in", "LOCAL")]
    public async Task A_filter_is_about_the_call_as_it_is(string filter, string match, string? noMatch)
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        var missed = await hook.PostEventAsync(Missed);
        await using var matching = await EventStream.OpenAsync(server, $"?after=0&{filter}={Uri.EscapeDataString(match)}", path: EventStream.CallsPath);
        Assert.Equal([missed], await matching.NextIdsAsync(1));
        if (noMatch is null)
        {
            return;
        }

        await using var other = await EventStream.OpenAsync(server, $"?after=0&{filter}={Uri.EscapeDataString(noMatch)}", path: EventStream.CallsPath);
        await hook.PostEventAsync(Missed.Replace("1767258030000000", "1767258030000001", StringComparison.Ordinal));
        await matching.NextIdsAsync(1);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Null(await other.NextAsync());
    }

    [Theory]
    [InlineData("?unreturned=true", "unreturned", "unknown_parameter")]
    [InlineData("?outcome=lost", "outcome", "invalid_parameter")]
    [InlineData("?after=999999999", "after", "invalid_parameter")]
    [InlineData("?from=2026-01-01", "from", "unknown_parameter")]
    public async Task A_wrong_parameter_is_named(string query, string parameter, string code)
    {
        await using var server = RunningServer.Start();
        using var reader = server.OperatorClient();

        using var answer = await reader.GetAsync(EventStream.CallsPath + query);

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal((code, parameter), (problem.Code(), problem.GetProperty("parameter").GetString()));
    }

    [Fact]
    public async Task A_client_that_is_cut_off_again_and_again_sees_every_call_as_it_becomes_and_no_id_twice()
    {
        const int Events = 6_000;
        const int Restarts = 3;
        using var folder = new TemporaryFolder();
        var random = new Random(20150701);
        var seen = new List<long>();
        var latest = new Dictionary<string, (long Id, string Outcome)>(StringComparer.Ordinal);
        var cuts = 0;

        for (var run = 0; run <= Restarts; run++)
        {
            await using var server = RunningServer.Start(folder);
            var upTo = (run + 1) * Events / (Restarts + 1);
            var posting = AppendAsync(server.Journal, run * Events / (Restarts + 1), upTo);
            while (seen.Count == 0 || seen[^1] < upTo)
            {
                // The event that comes last has an item of its own: nothing comes after it.
                await using var stream = await EventStream.OpenAsync(server, seen.Count == 0 ? "?after=0" : "", seen.Count == 0 ? null : $"{seen[^1]}", EventStream.CallsPath);
                for (var left = random.Next(1, 200); left > 0 && (seen.Count == 0 || seen[^1] < upTo); left--)
                {
                    var (id, call) = await stream.NextEventAsync();
                    seen.Add(id);
                    latest[Uuid(call)] = (id, call.GetProperty("outcome").GetString()!);
                }

                cuts++;
            }

            await posting;
        }

        Assert.True(cuts >= 10, $"{cuts} cuts");
        Assert.Equal(seen.Order().Distinct(), seen);
        var expected = Enumerable.Range(0, Events).GroupBy(UuidOf, number => (long)number + 1, StringComparer.Ordinal).ToDictionary(ids => ids.Key, ids => (ids.Max(), "answered"));
        Assert.Equal(expected.OrderBy(each => each.Key), latest.OrderBy(each => each.Key));
    }

    private static string Uuid(JsonElement call) => call.GetProperty("uuid").GetString()!;

    private static string Init(string uuid) =>
        $$"""{"event_type":"call_init","caller":905321110000,"callee":908508850000,"direction":"IN","timestamp":1767258000000000,"uuid":"{{uuid}}"}""";

    /// <summary>A hundred calls at a time, of three events each.</summary>
    private static string UuidOf(int number) => string.Create(CultureInfo.InvariantCulture, $"c-{(number % 100) + (number / 300 * 100)}");

    private static string Body(int number)
    {
        var kind = (number / 100 % 3) switch
        {
            0 => "\"event_type\":\"call_init\"",
            1 => "\"event_type\":\"call_init_extension\",\"destination\":1004",
            _ => "\"event_type\":\"call_hangup\",\"hangup_cause\":\"NORMAL_CLEARING\",\"result_disposition\":\"SUCCESS\",\"talk_duration\":30",
        };
        return $$"""{{{kind}},"caller":905321110000,"callee":908508850000,"direction":"IN","timestamp":{{1767258000000000 + number}},"uuid":"{{UuidOf(number)}}"}""";
    }

    private static async Task AppendAsync(IJournal journal, int from, int upTo)
    {
        var size = 1;
        while (from < upTo)
        {
            size = (size * 7 % 150) + 1;
            var count = Math.Min(size, upTo - from);
            await Task.WhenAll(Enumerable.Range(from, count).Select(number => journal.AppendAsync(TestEvents.Json(Body(number))).AsTask()));
            from += count;
        }
    }
}
