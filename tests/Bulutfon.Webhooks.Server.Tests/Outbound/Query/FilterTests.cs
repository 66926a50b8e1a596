using System.Net;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Two events, and every filter that tells one from the other, over HTTP.</summary>
public sealed class FilterTests(TwoEvents events) : IClassFixture<TwoEvents>
{
    private readonly HttpClient _reader = events.Reader;
    private readonly long _wanted = events.Wanted;
    private readonly long _other = events.Other;

    // A new filter is one row here.
    [Theory]
    [InlineData("uuid", "u-1", "u-3")]
    [InlineData("caller", "905321112233", "908502223344")]
    [InlineData("callee", "908502223344", "905321112233")]
    [InlineData("caller_or_callee", "908502223344", "600")]
    [InlineData("caller_or_callee", "905321112233", "9055")]
    [InlineData("destination", "600", "601")]
    [InlineData("event_type", "call_init_group", "call_init")]
    [InlineData("event_type", "incoming_call_group", "incoming_call_extension")]
    [InlineData("hook", "default", "Default")]
    [InlineData("direction", "IN", "LOCAL")]
    [InlineData("direction", "in", "I")]
    [InlineData("to", "2026-01-01T12:10:00+03:00", "2026-01-01T12:00:00+03:00")]
    public async Task A_filter_gives_what_matches_and_nothing_else(string filter, string match, string noMatch)
    {
        Assert.Equal([_wanted], await _reader.ReadIdsAsync($"/api/events?{filter}={Uri.EscapeDataString(match)}"));
        Assert.Empty(await _reader.ReadIdsAsync($"/api/events?{filter}={Uri.EscapeDataString(noMatch)}"));
    }

    [Theory]
    [InlineData("hook=%C5%9Fube")]
    [InlineData("caller=anonymous")]
    [InlineData("direction=OUT")]
    [InlineData("event_type=call_hangup")]
    [InlineData("from=2026-01-01T14:00:00%2B03:00")]
    [InlineData("Caller=anonymous")]
    public async Task The_other_event_is_found_too(string filter) => Assert.Equal([_other], await _reader.ReadIdsAsync($"/api/events?{filter}"));

    [Theory]
    [InlineData("0532 111 22 33")]
    [InlineData("5321112233")]
    [InlineData("+905321112233")]
    [InlineData("00905321112233")]
    [InlineData("905321112233")]
    [InlineData("+90 (532) 111-22-33")]
    public async Task A_number_matches_however_it_is_written(string number)
    {
        foreach (var filter in new[] { "caller", "caller_or_callee" })
        {
            Assert.Equal([_wanted], await _reader.ReadIdsAsync($"/api/events?{filter}={Uri.EscapeDataString(number)}"));

            // An unescaped plus arrives as a blank.
            Assert.Equal([_wanted], await _reader.ReadIdsAsync($"/api/events?{filter}={number.Replace(" ", "%20", StringComparison.Ordinal)}"));
        }
    }

    [Theory]
    [InlineData("uuid=u-1,u-2")]
    [InlineData("uuid=u-2,u-1,u-1")]
    [InlineData("uuid=u-1&uuid=u-2")]
    [InlineData("caller=05321112233,anonymous")]
    [InlineData("caller=05321112233, anonymous")]
    [InlineData("callee=8502223344,5554443322")]
    [InlineData("caller_or_callee=5321112233,8502223344,5554443322,anonymous")]
    [InlineData("event_type=incoming_call_group,call_hangup")]
    [InlineData("hook=default,%C5%9Fube")]
    [InlineData("direction=OUT,IN")]
    [InlineData("destination=600")]
    [InlineData("uuid=u-1,u-2&hook=default,%C5%9Fube&direction=in,out&event_type=call_hangup,call_init_group&caller_or_callee=anonymous,5321112233")]
    public async Task A_list_matches_any_of_its_values_each_event_once(string filter)
    {
        long[] expected = filter.StartsWith("destination", StringComparison.Ordinal) ? [_wanted] : [_other, _wanted];

        Assert.Equal(expected, await _reader.ReadIdsAsync($"/api/events?{filter}"));
        Assert.Equal(expected.Reverse(), await _reader.ReadIdsAsync($"/api/events?{filter}&order=asc"));
    }

    [Theory]
    [InlineData("uuid=u-1&hook=%C5%9Fube")]
    [InlineData("uuid=u-1,u-2&direction=LOCAL")]
    [InlineData("caller=anonymous&callee=8502223344")]
    [InlineData("event_type=call_hangup&direction=IN,LOCAL")]
    [InlineData("caller_or_callee=anonymous&destination=600")]
    [InlineData("direction=IN&from=2026-01-02")]
    public async Task Filters_are_combined(string filters) => Assert.Empty(await _reader.ReadIdsAsync($"/api/events?{filters}"));

    [Fact]
    public async Task A_comma_in_a_value_is_written_with_a_backslash()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var comma = await hook.PostEventAsync("""{"event_type":"call_init","uuid":"a,b","caller":"Doe, John","timestamp":1767258000000000}""");
        var plain = await hook.PostEventAsync("""{"event_type":"call_init","uuid":"a","caller":"Doe","timestamp":1767258000000001}""");

        Assert.Equal([comma], await reader.ReadIdsAsync("/api/events?uuid=a%5C,b"));
        Assert.Equal([comma], await reader.ReadIdsAsync("/api/events?caller=Doe%5C, John"));
        Assert.Equal([plain, comma], await reader.ReadIdsAsync("/api/events?uuid=a%5C,b,a"));
        Assert.Equal([plain], await reader.ReadIdsAsync("/api/events?uuid=a,b"));
    }

    [Fact]
    public async Task Fifty_numbers_can_be_asked_for_at_once()
    {
        var numbers = string.Join(',', Enumerable.Range(0, 49).Select(number => $"0216000{number:0000}").Append("05321112233"));

        Assert.Equal([_wanted], await _reader.ReadIdsAsync($"/api/events?caller_or_callee={numbers}"));
    }

    [Fact]
    public async Task An_empty_journal_gives_an_empty_page_whatever_is_asked()
    {
        await using var server = RunningServer.Start();
        using var reader = server.OperatorClient();

        foreach (var filter in new[] { "", "?uuid=u-1", "?caller=1,2", "?order=asc&from=2020-01-01" })
        {
            using var answer = await reader.GetAsync("/api/events" + filter);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("""{"items":[],"next_cursor":null}""", await answer.Content.ReadAsStringAsync());
        }
    }
}
