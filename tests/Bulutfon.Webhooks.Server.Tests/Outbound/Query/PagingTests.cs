using System.Net;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

public sealed class PagingTests(PagedEvents events) : IClassFixture<PagedEvents>
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("", 7)]
    [InlineData("direction=IN", 3)]
    [InlineData("event_type=call_init,call_hangup", 7)]
    [InlineData("caller=101,102,103", 4)]
    [InlineData("caller_or_callee=101,102,103", 4)]
    [InlineData("caller_or_callee=102&direction=IN", 5)]
    [InlineData("from=2026-01-01&to=2026-01-02&caller_or_callee=103", 2)]
    public async Task Every_page_by_the_link_header_gives_each_event_once_in_order(string filters, int limit)
    {
        foreach (var order in new[] { "asc", "desc" })
        {
            var expected = await events.ExpectedAsync(filters, order);

            var found = await events.FollowAsync($"/api/events?{filters}&order={order}&limit={limit}", _ => Task.CompletedTask);

            Assert.Equal(expected, found);
            Assert.NotEmpty(found);
        }
    }

    [Fact]
    public async Task The_last_page_has_neither_link_nor_cursor_even_if_it_is_full()
    {
        using var answer = await events.Reader.GetAsync($"/api/events?limit={PagedEvents.Count}");
        using var almost = await events.Reader.GetAsync($"/api/events?limit={PagedEvents.Count - 1}");

        Assert.False(answer.Headers.Contains("Link"));
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("next_cursor").ValueKind);
        Assert.True(almost.Headers.Contains("Link"));
    }

    [Fact]
    public async Task The_link_keeps_every_parameter_and_is_a_valid_header()
    {
        using var answer = await events.Reader.GetAsync("/api/events?caller=101,0102&hook=default,%C5%9F%3E%22a&from=2025-01-01T00:00:00+03:00&limit=1");

        var link = Assert.Single(answer.Headers.GetValues("Link"));
        Assert.Matches("""^</api/events\?[!-~]*>; rel="next"$""", link);
        Assert.Contains("hook=default,%C5%9F%3E%22a", link, StringComparison.Ordinal);
        Assert.Contains("limit=1&", link, StringComparison.Ordinal);
        Assert.Single(await events.Reader.ReadIdsAsync(PagedEvents.Target(link)));
    }

    [Theory]
    [InlineData("order=asc&direction=IN&cursor={0}")]
    [InlineData("direction=IN,OUT&cursor={0}")]
    [InlineData("cursor={0}")]
    [InlineData("direction=IN&from=2025-01-01&cursor={0}")]
    [InlineData("direction=IN&time_limit=day&cursor={0}")]
    [InlineData("direction=IN&cursor={0}A")]
    [InlineData("direction=IN&cursor=A{0}")]
    [InlineData("direction=IN&cursor=")]
    [InlineData("direction=IN&cursor=abc")]
    [InlineData("direction=IN&cursor=%3D%3D")]
    public async Task A_cursor_of_another_list_or_none_at_all_is_a_400(string parameters)
    {
        var cursor = (await events.Reader.ReadAsync("/api/events?direction=IN&limit=1")).GetProperty("next_cursor").GetString();

        using var answer = await events.Reader.GetAsync("/api/events?" + string.Format(System.Globalization.CultureInfo.InvariantCulture, parameters, cursor));

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal("invalid_parameter", problem.Code());
        Assert.Equal("cursor", problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_damaged_cursor_is_a_400_whichever_character_is_wrong()
    {
        var cursor = (await events.Reader.ReadAsync("/api/events?limit=1")).GetProperty("next_cursor").GetString()!;

        for (var at = 0; at < cursor.Length; at++)
        {
            var damaged = cursor[..at] + (cursor[at] == 'w' ? 'g' : 'w') + cursor[(at + 1)..];
            using var answer = await events.Reader.GetAsync($"/api/events?cursor={damaged}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("direction=in&limit=7&cursor={0}")]
    [InlineData("direction=IN,IN&cursor={0}")]
    [InlineData("order=desc&direction=IN&cursor={0}")]
    public async Task A_cursor_does_not_mind_how_the_same_list_is_written_nor_the_size_of_its_pages(string parameters)
    {
        var first = await events.Reader.ReadAsync("/api/events?direction=IN&limit=1");

        var rest = await events.Reader.ReadIdsAsync("/api/events?" + string.Format(System.Globalization.CultureInfo.InvariantCulture, parameters, first.GetProperty("next_cursor").GetString()));

        Assert.Equal((await events.Reader.ReadIdsAsync("/api/events?direction=IN")).Skip(1).Take(rest.Length), rest);
        Assert.NotEmpty(rest);
    }
}
