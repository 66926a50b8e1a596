using System.Globalization;
using System.Net;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Statistics;

public sealed class StatisticsTests : IAsyncLifetime
{
    /// <summary>A Monday.</summary>
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.FromHours(3));

    private const string Day = "from=2026-05-04&to=2026-05-05";

    private readonly FakeTimeProvider _clock = new(Noon);
    private RunningServer _server = null!;
    private HttpClient _hook = null!;
    private HttpClient _reader = null!;
    private int _calls;

    public async Task InitializeAsync()
    {
        Start();
        await AnsweredAsync(-60, wait: 10, talk: 30, extension: "1001");
        await AnsweredAsync(-50, wait: 20, talk: 60, extension: "1002");
        await AnsweredAsync(-40, wait: 21, talk: 90, extension: "1001");
        await MissedAsync(-30, wait: 45, caller: "905320000002");
        await MissedAsync(-20, wait: 5, caller: "905320000001");
        await OpenAsync(-10);
    }

    [Fact]
    public async Task The_total_tells_what_became_of_the_calls_and_how_long_callers_waited_and_talked()
    {
        var total = (await ReadAsync(Day)).GetProperty("total");

        Assert.Equal((6, 3, 2, 1, 0), (Number(total, "calls"), Number(total, "answered"), Number(total, "missed"), Number(total, "in_progress"), Number(total, "unknown")));
        Assert.Equal(0.6, total.GetProperty("answer_rate").GetDouble());
        Assert.Equal(0.4, total.GetProperty("service_level").GetDouble());
        AssertDurations(total.GetProperty("wait"), calls: 5, average: 20.2, median: 20, p95: 45);
        AssertDurations(total.GetProperty("talk"), calls: 3, average: 60, median: 60, p95: 90);
    }

    [Fact]
    public async Task A_changed_service_level_counts_for_the_past_too()
    {
        using var folder = new TemporaryFolder();
        await StopAsync();
        Start(folder);
        await AnsweredAsync(-60, wait: 21, talk: 90, extension: "1001");
        await MissedAsync(-30, wait: 45, caller: "905320000002");
        var before = (await ReadAsync(Day)).GetProperty("total").GetProperty("service_level").GetDouble();
        await StopAsync();

        Start(folder, ("Calls:ServiceLevel", "00:00:21"));

        var after = await ReadAsync(Day);
        Assert.Equal((0, 0.5, 21), (before, after.GetProperty("total").GetProperty("service_level").GetDouble(), after.GetProperty("service_level_seconds").GetDouble()));
        await StopAsync();
        Start();
    }

    [Fact]
    public async Task An_open_call_turns_unknown_by_time_alone()
    {
        var before = (await ReadAsync(Day)).GetProperty("total");
        _clock.Advance(TimeSpan.FromHours(4));
        var after = (await ReadAsync(Day + "&group_by=direction")).GetProperty("groups")[0];

        Assert.Equal((1, 0), (Number(before, "in_progress"), Number(before, "unknown")));
        Assert.Equal((0, 1), (Number(after, "in_progress"), Number(after, "unknown")));
    }

    [Theory]
    [InlineData("extension", "1001:2 1002:1")]
    [InlineData("group", "101:3")]
    [InlineData("menu", "99:3")]
    [InlineData("hook", "default:6")]
    [InlineData("direction", "IN:6")]
    public async Task Groups_come_busiest_first(string by, string expected)
    {
        var groups = (await ReadAsync($"{Day}&group_by={by}")).GetProperty("groups").EnumerateArray();

        Assert.Equal(expected, string.Join(' ', groups.Select(group => $"{group.GetProperty("value").GetString()}:{Number(group, "calls")}")));
    }

    [Fact]
    public async Task Buckets_cover_the_time_and_those_of_a_group_have_calls()
    {
        var answer = await ReadAsync($"{Day}&bucket=hour&group_by=extension");

        var buckets = answer.GetProperty("buckets").EnumerateArray().ToList();
        Assert.Equal(24, buckets.Count);
        Assert.Equal("2026-05-03T21:00:00.000000Z", buckets[0].GetProperty("from").GetString());
        Assert.Equal(6, Number(buckets[11], "calls"));
        Assert.Equal(6, buckets.Sum(bucket => Number(bucket, "calls")));
        var bucket = Assert.Single(answer.GetProperty("groups")[0].GetProperty("buckets").EnumerateArray());
        Assert.Equal((2, "2026-05-04T08:00:00.000000Z"), (Number(bucket, "calls"), bucket.GetProperty("from").GetString()));
    }

    [Theory]
    [InlineData("from=2026-05-04T11:00&to=2026-05-04T11:50", 5)]
    [InlineData("from=2026-05-04T11:00&to=2026-05-04T11:50:00.000001", 6)]
    [InlineData("from=2026-05-04T11:00:00.000001&to=2026-05-05", 5)]
    [InlineData("from=2026-05-04T11:09:59&to=2026-05-04T11:10:01", 1)]
    [InlineData("from=2026-05-04T11:11&to=2026-05-04T11:31", 2)]
    [InlineData("time_limit=hour", 6)]
    [InlineData("", 6)]
    public async Task Any_moment_may_begin_and_end_the_time(string time, int calls)
    {
        var answer = await ReadAsync(time);

        Assert.Equal(calls, Number(answer.GetProperty("total"), "calls"));
        Assert.Equal(calls, answer.GetProperty("heat_map").EnumerateArray().Sum(hour => Number(hour, "calls")));
        Assert.Equal(calls, answer.GetProperty("busiest_numbers").EnumerateArray().Sum(number => Number(number, "calls")));
    }

    [Fact]
    public async Task The_busiest_numbers_and_the_hours_of_the_week_are_told()
    {
        var answer = await ReadAsync($"{Day}&numbers=2&direction=in");

        Assert.Equal(["905320000001 5 1", "905320000002 1 1"], answer.GetProperty("busiest_numbers").EnumerateArray()
            .Select(number => $"{number.GetProperty("number").GetString()} {Number(number, "calls")} {Number(number, "missed")}"));
        var hour = Assert.Single(answer.GetProperty("heat_map").EnumerateArray());
        Assert.Equal((1, 11, 6, 2), (Number(hour, "weekday"), Number(hour, "hour"), Number(hour, "calls"), Number(hour, "missed")));
    }

    [Fact]
    public async Task What_was_missed_is_of_incoming_calls_and_outgoing_ones_without_an_answer_are_unreached()
    {
        await DialledAsync("not-reached-1", -15, seconds: 30, "NO_ANSWER", result: "", talk: 0);
        await DialledAsync("not-reached-2", -14, seconds: 40, "NO_ANSWER", result: "", talk: 0);
        await DialledAsync("reached", -13, seconds: 70, "NORMAL_CLEARING", result: "SUCCESS", talk: 50);

        var all = await ReadAsync($"{Day}&group_by=direction&bucket=day&numbers=5");
        var alone = await ReadAsync($"{Day}&direction=IN");
        var outgoing = await ReadAsync($"{Day}&direction=OUT");

        var (total, incoming) = (all.GetProperty("total"), alone.GetProperty("total"));
        Assert.Equal((9, 4, 2, 2), (Number(total, "calls"), Number(total, "answered"), Number(total, "missed"), Number(total, "unreached")));
        string[] outcomes = ["answered", "missed", "unreached", "abandoned", "rejected", "busy", "fax", "in_progress", "unknown"];
        Assert.Equal(Number(total, "calls"), outcomes.Sum(outcome => Number(total, outcome)));
        foreach (var same in new[] { "missed", "answer_rate", "service_level", "wait" })
        {
            Assert.Equal(incoming.GetProperty(same).GetRawText(), total.GetProperty(same).GetRawText());
        }

        Assert.Equal(alone.GetProperty("heat_map").GetRawText(), all.GetProperty("heat_map").GetRawText());
        Assert.Equal((3, 1, 2, 2), (Number(outgoing.GetProperty("total"), "calls"), Number(outgoing.GetProperty("total"), "answered"), Number(outgoing.GetProperty("total"), "missed"), Number(outgoing.GetProperty("total"), "unreached")));
        Assert.Equal(0.3333, outgoing.GetProperty("total").GetProperty("answer_rate").GetDouble());
        var group = Assert.Single(all.GetProperty("groups").EnumerateArray(), each => each.GetProperty("value").GetString() == "OUT");
        Assert.Equal(outgoing.GetProperty("total").GetProperty("answer_rate").GetDouble(), group.GetProperty("answer_rate").GetDouble());
        Assert.Equal(2, Number(group, "unreached"));
        var dialled = Assert.Single(all.GetProperty("busiest_numbers").EnumerateArray(), each => each.GetProperty("number").GetString() == "905320000009");
        Assert.Equal((3, 0), (Number(dialled, "calls"), Number(dialled, "missed")));
    }

    [Fact]
    public async Task A_call_of_34_hours_is_not_cut_at_a_day()
    {
        await DialledAsync("long", -40 * 60, seconds: 122_405, "NORMAL_CLEARING", result: "SUCCESS", talk: 122_405);

        var talk = (await ReadAsync("from=2026-05-02&to=2026-05-05&direction=OUT")).GetProperty("total").GetProperty("talk");

        Assert.Equal(122_405, talk.GetProperty("average_seconds").GetDouble());
        Assert.InRange(talk.GetProperty("median_seconds").GetDouble(), 122_405, 122_405 + 3600);
    }

    [Fact]
    public async Task Another_direction_has_no_calls()
    {
        var answer = await ReadAsync($"{Day}&direction=OUT&group_by=extension&bucket=day");

        Assert.Equal(0, Number(answer.GetProperty("total"), "calls"));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("total").GetProperty("answer_rate").ValueKind);
        Assert.Empty(answer.GetProperty("groups").EnumerateArray());
        Assert.Empty(answer.GetProperty("busiest_numbers").EnumerateArray());
        Assert.Empty(answer.GetProperty("heat_map").EnumerateArray());
    }

    [Theory]
    [InlineData("bucket=week", "bucket")]
    [InlineData("group_by=caller", "group_by")]
    [InlineData("numbers=101", "numbers")]
    [InlineData("direction=", "direction")]
    [InlineData("direction=IN,OUT", "direction")]
    [InlineData("extension=1001", "extension")]
    [InlineData("from=2027-01-01", "from")]
    [InlineData("from=2000-01-01", "from")]
    [InlineData("from=2026-05-05&to=2026-05-04", "from")]
    [InlineData("from=2026-01-01&to=2026-05-05&bucket=hour", "bucket")]
    [InlineData("from=2018-01-01&to=2026-05-05&bucket=day", "bucket")]
    [InlineData("time_limit=day&from=2026-05-04", "time_limit")]
    public async Task A_mistake_is_named(string parameters, string name)
    {
        using var answer = await _reader.GetAsync("/api/statistics?" + parameters);

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(name, problem.GetProperty("parameter").GetString());
    }

    public async Task DisposeAsync() => await StopAsync();

    private void Start(TemporaryFolder? folder = null, params (string, string)[] settings)
    {
        _server = RunningServer.Start(folder, services => services.AddSingleton<TimeProvider>(_clock), settings);
        _hook = _server.HookClient();
        _reader = _server.OperatorClient();
    }

    private async Task StopAsync()
    {
        _hook.Dispose();
        _reader.Dispose();
        await _server.DisposeAsync();
    }

    private Task<JsonElement> ReadAsync(string parameters) => _reader.ReadCaughtUpAsync("/api/statistics?" + parameters);

    /// <summary>Through menu 99 and group 101.</summary>
    private async Task AnsweredAsync(int minute, int wait, int talk, string extension)
    {
        var uuid = await OpenAsync(minute);
        await PostAsync(uuid, "call_init_group", minute, seconds: 1, "\"destination\":101");
        var (start, answer, end) = (At(minute, 0), At(minute, wait), At(minute, wait + talk));
        await PostAsync(uuid, "call_hangup", minute, seconds: wait + talk, $$"""
            "hangup_cause":"NORMAL_CLEARING","cdr":{"bf_direction":"IN","bf_caller":"905320000001","bf_callee":"908508850000",
            "call_time":"{{Iso(start)}}","answer_time":"{{Iso(answer)}}","hangup_time":"{{Iso(end)}}","hangup_cause":"NORMAL_CLEARING",
            "callflow":[{"callee":"99","start_time":"{{Iso(start)}}","answer_time":"{{Iso(start)}}","redirection":"CONNECTING_TO_MENU"},
            {"callee":"{{extension}}","start_time":"{{Iso(start)}}","answer_time":"{{Iso(answer)}}","hangup_time":"{{Iso(end)}}","redirection":"CONNECTING_TO_EXTENSION"}]}
            """);
    }

    private async Task DialledAsync(string uuid, int minute, int seconds, string cause, string result, int talk)
    {
        var parties = "\"caller\":\"908508850000\",\"callee\":\"905320000009\",\"direction\":\"OUT\"";
        await _hook.PostAsync($$"""{"event_type":"call_init","uuid":"{{uuid}}",{{parties}},"timestamp":{{UnixTime.Of(At(minute, 0))}}}""");
        await _hook.PostAsync($$"""
            {"event_type":"call_hangup","uuid":"{{uuid}}",{{parties}},"timestamp":{{UnixTime.Of(At(minute, seconds))}},"hangup_cause":"{{cause}}","talk_duration":{{talk}},"result_disposition":"{{result}}"}
            """);
    }

    private async Task MissedAsync(int minute, int wait, string caller)
    {
        var uuid = await OpenAsync(minute, caller);
        await PostAsync(uuid, "missing_call", minute, wait, "\"hangup_cause\":\"ORIGINATOR_CANCEL\"", caller);
    }

    private async Task<string> OpenAsync(int minute, string caller = "905320000001")
    {
        var uuid = $"call-{++_calls}";
        await PostAsync(uuid, "call_init", minute, 0, "\"domain_id\":1", caller);
        return uuid;
    }

    private async Task PostAsync(string uuid, string type, int minute, int seconds, string fields, string caller = "905320000001") =>
        await _hook.PostAsync($$"""
            {"event_type":"{{type}}","uuid":"{{uuid}}","caller":"{{caller}}","callee":"908508850000","direction":"IN","timestamp":{{UnixTime.Of(At(minute, seconds))}},{{fields}}}
            """);

    private static DateTimeOffset At(int minute, int seconds) => Noon.AddMinutes(minute).AddSeconds(seconds);

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();

    private static void AssertDurations(JsonElement durations, long calls, double average, double median, double p95) => Assert.Equal(
        (calls, average, median, p95),
        (Number(durations, "calls"), durations.GetProperty("average_seconds").GetDouble(), durations.GetProperty("median_seconds").GetDouble(), durations.GetProperty("p95_seconds").GetDouble()));
}
