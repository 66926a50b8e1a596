using System.Net;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Calls;

/// <summary>Every filter of calls, over all scenarios, against looking at every call.</summary>
public sealed class CallFilterTests(ScenarioServer scenarios) : IClassFixture<ScenarioServer>
{
    /// <summary>What a call has under each filter, as its summary says. A new filter is one line here.</summary>
    private static readonly Dictionary<string, Func<CallState, CallSummary, IEnumerable<string?>>> Values = new(StringComparer.Ordinal)
    {
        ["uuid"] = (_, call) => [call.Uuid],
        ["caller"] = (_, call) => [NumberKey.Of(call.Caller)],
        ["callee"] = (_, call) => [NumberKey.Of(call.Callee)],
        ["caller_or_callee"] = (_, call) => [NumberKey.Of(call.Caller), NumberKey.Of(call.Callee)],
        ["destination"] = (state, call) => call.Path.Select(place => place.Number).Concat(state.Arrivals.Select(arrival => arrival.Destination)).Append(call.AnsweredBy).Select(NumberKey.Of),
        ["direction"] = (_, call) => [call.Direction?.ToUpperInvariant()],
        ["hook"] = (_, call) => [call.Hook],
        ["hangup_cause"] = (_, call) => [call.HangupCause?.ToUpperInvariant(), call.HangupCauseInfo?.Q850?.ToString(System.Globalization.CultureInfo.InvariantCulture)],
        ["outcome"] = (_, call) => [call.Outcome.WireName()],
        ["missing_call"] = (_, call) => [call.Outcome == CallOutcome.Missed && call.Direction != "OUT" ? "true" : null],
    };

    public static TheoryData<string> Names => [.. Values.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_filter_gives_each_call_that_has_the_value_once_and_no_other(string filter)
    {
        var values = scenarios.Calls.SelectMany(call => Values[filter](call.State, call.Summary)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(values);

        foreach (var value in values)
        {
            var expected = scenarios.Calls.Where(call => Values[filter](call.State, call.Summary).Contains(value, StringComparer.Ordinal)).Select(call => call.Summary.Uuid);

            var page = await scenarios.Reader.ReadAsync($"/api/calls?limit=500&{filter}={Uri.EscapeDataString(value)}");

            Assert.Equal(expected.Order(StringComparer.Ordinal), ScenarioServer.Uuids(page).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Without_a_filter_every_call_is_listed_newest_first()
    {
        var page = await scenarios.Reader.ReadAsync("/api/calls?limit=500");

        var started = page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("started_at").GetDateTimeOffset()).ToList();
        Assert.Equal(scenarios.Calls.Select(call => call.Summary.Uuid).Order(StringComparer.Ordinal), ScenarioServer.Uuids(page).Order(StringComparer.Ordinal));
        Assert.Equal(started.OrderDescending(), started);
        Assert.False(page.TryGetProperty("indexed_to", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("direction=in")]
    [InlineData("outcome=missed,answered,unknown,in_progress")]
    [InlineData("caller_or_callee=0532 111 00 00&from=2015-01-01")]
    public async Task Every_page_gives_each_call_once_in_order(string filters)
    {
        foreach (var order in new[] { "asc", "desc" })
        {
            var whole = await scenarios.Reader.ReadAsync($"/api/calls?{filters}&order={order}&limit=500");
            var found = new List<string>();
            var next = $"/api/calls?{filters}&order={order}&limit=3";
            while (next is not null)
            {
                using var answer = await scenarios.Reader.GetAsync(next);
                var page = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
                found.AddRange(ScenarioServer.Uuids(page));
                next = answer.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>', StringComparison.Ordinal)] : null;
            }

            Assert.Equal(ScenarioServer.Uuids(whole), found);
            Assert.True(found.Count > 10);
        }
    }

    [Fact]
    public async Task Filters_and_times_are_combined()
    {
        var expected = scenarios.Calls.Where(call => call.Summary is { Outcome: CallOutcome.Missed or CallOutcome.Busy, StartedAt: >= 1_600_000_000_000_000 } && call.Summary.Direction == "IN");

        var page = await scenarios.Reader.ReadAsync("/api/calls?limit=500&outcome=busy,missed&direction=IN&from=2020-09-13T12:26:40Z&to=2100-01-01");

        Assert.Equal(expected.Select(call => call.Summary.Uuid).Order(StringComparer.Ordinal), ScenarioServer.Uuids(page).Order(StringComparer.Ordinal));
        Assert.NotEmpty(ScenarioServer.Uuids(page));
    }

    [Theory]
    [InlineData("outcome=lost", "outcome", "answered")]
    [InlineData("missing_call=false", "missing_call", "true")]
    [InlineData("unreturned=1", "unreturned", "true")]
    [InlineData("event_type=call_init", "event_type", "hangup_cause")]
    public async Task A_bad_parameter_is_a_400_that_names_it_and_what_is_allowed(string query, string parameter, string allowed)
    {
        using var answer = await scenarios.Reader.GetAsync("/api/calls?" + query);

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.Contains(allowed, problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_events_is_none_of_calls()
    {
        var cursor = (await scenarios.Reader.ReadAsync("/api/events?limit=1")).GetProperty("next_cursor").GetString();

        using var answer = await scenarios.Reader.GetAsync($"/api/calls?cursor={cursor}");

        await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
    }
}
