using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

[Trait("Store", "Any")]
public sealed class ParameterTests(TwoEvents events) : IClassFixture<TwoEvents>
{
    private readonly HttpClient _reader = events.Reader;

    [Theory]
    [InlineData("callers=1", "callers", "caller_or_callee")]
    [InlineData("outcome=missed", "outcome", "event_type")]
    [InlineData("=1", "", "event_type")]
    public async Task An_unknown_parameter_is_named_and_the_known_ones_are_listed(string parameters, string name, string known)
    {
        using var answer = await _reader.GetAsync($"/api/events?{parameters}");

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("unknown_parameter", problem.Code());
        Assert.Equal(name, problem.GetProperty("parameter").GetString());
        Assert.Contains(known, problem.Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events", "uuid=", "uuid", "none of them empty")]
    [InlineData("events", "caller=1,,2", "caller", "none of them empty")]
    [InlineData("events", "event_type=%20", "event_type", "none of them empty")]
    [InlineData("events", "hook=a&hook=", "hook", "none of them empty")]
    [InlineData("events", "limit=0", "limit", "from 1 to 500")]
    [InlineData("events", "limit=501", "limit", "from 1 to 500")]
    [InlineData("events", "limit=-1", "limit", "from 1 to 500")]
    [InlineData("events", "limit=1.5", "limit", "from 1 to 500")]
    [InlineData("events", "limit=99999999999999999999", "limit", "from 1 to 500")]
    [InlineData("events", "limit=", "limit", "from 1 to 500")]
    [InlineData("events", "limit=1&limit=2", "limit", "Give it once")]
    [InlineData("events", "order=newest", "order", "asc")]
    [InlineData("events", "order=asc&order=asc", "order", "Give it once")]
    [InlineData("events", "time_limit=week", "time_limit", "hour")]
    [InlineData("events", "time_limit=hour&from=2026-01-01", "time_limit", "either")]
    [InlineData("events", "time_limit=hour&to=2026-01-01", "time_limit", "either")]
    [InlineData("events", "from=yesterday", "from", "ISO 8601")]
    [InlineData("events", "from=", "from", "ISO 8601")]
    [InlineData("events", "from=2026-02-30", "from", "Europe/Istanbul")]
    [InlineData("events", "from=01.02.2026", "from", "ISO 8601")]
    [InlineData("events", "from=2026-01-01T25:00", "from", "ISO 8601")]
    [InlineData("events", "from=2026-01-01T10:00%2B15:00", "from", "ISO 8601")]
    [InlineData("events", "from=2026-01-01T10:00%2B3", "from", "ISO 8601")]
    [InlineData("events", "from=2026-01-01%2010:00", "from", "ISO 8601")]
    [InlineData("events", "from=1767258000000000", "from", "ISO 8601")]
    [InlineData("events", "from=0001-01-01", "from", "ISO 8601")]
    [InlineData("events", "to=9999-12-31T23:00-14:00", "to", "ISO 8601")]
    [InlineData("events", "to=2026-01-01T10:00ZZ", "to", "ISO 8601")]
    [InlineData("events", "from=2026-01-01&from=2026-01-02", "from", "Give it once")]
    [InlineData("events", "from=2026-01-01&to=2026-01-01", "from", "before 'to'")]
    [InlineData("events", "from=2026-01-01T00:00Z&to=2026-01-01T03:00", "from", "before 'to'")]
    [InlineData("rejections", "status=200", "status", "400 to 499")]
    [InlineData("rejections", "status=4xx", "status", "400 to 499")]
    [InlineData("rejections", "code=", "code", "none of them empty")]
    [InlineData("rejections", "hook=,", "hook", "none of them empty")]
    [InlineData("rejections", "from=x", "from", "ISO 8601")]
    [InlineData("rejections", "from=2026-01-02&to=2026-01-01", "from", "before 'to'")]
    [InlineData("rejections", "limit=501", "limit", "from 1 to 500")]
    [InlineData("rejections", "order=up", "order", "desc")]
    [InlineData("rejections", "cursor=abc", "cursor", "next_cursor")]
    [InlineData("rejections", "uuid=1", "uuid", "status")]
    [InlineData("rejections", "time_limit=hour", "time_limit", "received")]
    public async Task A_bad_value_is_named_and_says_what_is_allowed(string list, string parameters, string name, string allowed)
    {
        using var answer = await _reader.GetAsync($"/api/{list}?{parameters}");

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(name, problem.GetProperty("parameter").GetString());
        Assert.Contains($"'{name}'", problem.Detail(), StringComparison.Ordinal);
        Assert.Contains(allowed == "received" ? "There are: hook, status, code, from, to, order, limit, cursor." : allowed, problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fifty_one_values_are_too_many()
    {
        using var answer = await _reader.GetAsync($"/api/events?uuid={string.Join(',', Enumerable.Range(1, 51))}");

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("uuid", problem.GetProperty("parameter").GetString());
        Assert.Contains("At most 50", problem.Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hour", "2026-03-01T11:00:00Z")]
    [InlineData("day", "2026-02-28T12:00:00Z")]
    [InlineData("month", "2026-02-01T12:00:00Z")]
    public async Task A_time_limit_is_reckoned_from_the_first_page(string limit, string begin)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(time));
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var first = DateTimeOffset.Parse(begin, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        await hook.PostAsync(EventsClient.Event("before", first - 1));
        await hook.PostAsync(EventsClient.Event("first", first));
        await hook.PostAsync(EventsClient.Event("second", first + 1));

        var page = await reader.ReadAsync($"/api/events?time_limit={limit}&limit=1");
        time.Advance(TimeSpan.FromMinutes(10));
        var next = await reader.ReadAsync($"/api/events?time_limit={limit}&cursor={page.GetProperty("next_cursor").GetString()}");
        var now = await reader.ReadAsync($"/api/events?time_limit={limit}");

        Assert.Equal([3], EventsClient.Ids(page));
        Assert.Equal([2], EventsClient.Ids(next));
        Assert.Empty(EventsClient.Ids(now));
    }

    [Theory]
    [InlineData("hour")]
    [InlineData("day")]
    [InlineData("month")]
    public async Task A_time_limit_ends_with_the_present_though_a_clock_may_be_a_little_ahead(string limit)
    {
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        await using var server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(now)));
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await hook.PostAsync(EventsClient.Event("a little ahead", now.ToUnixTimeSeconds() + 59));
        await hook.PostAsync(EventsClient.Event("still to come", now.ToUnixTimeSeconds() + 61));
        await hook.PostAsync(EventsClient.Event("in 2361", 12_345_678_901));

        var page = await reader.ReadAsync($"/api/events?time_limit={limit}");

        Assert.Equal([1], EventsClient.Ids(page));
    }
}
