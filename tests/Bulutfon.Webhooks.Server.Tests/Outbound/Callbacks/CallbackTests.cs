using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Callbacks;

/// <summary>Who waits to be called back; the list of calls tells the same under <c>unreturned=true</c>.</summary>
public sealed class CallbackTests : IAsyncLifetime
{
    private readonly CallbackServer _server = CallbackServer.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Two_missed_calls_of_a_number_are_one_line_until_it_is_called_back()
    {
        var first = await _server.MissedAsync(-60);
        var second = await _server.MissedAsync(-40, "0532 111 00 00");

        var waiting = Assert.Single(await _server.ListAsync());
        var unreturned = await _server.UnreturnedAsync();
        await _server.AnsweredAsync(-20, "OUT");

        Assert.Equal(CallbackServer.Customer, waiting.GetProperty("number").GetString());
        Assert.Equal(2, waiting.GetProperty("count").GetInt32());
        Assert.Equal(CallbackServer.Noon.AddMinutes(-60), waiting.GetProperty("first_at").GetDateTimeOffset());
        Assert.Equal(CallbackServer.Noon.AddMinutes(-40), waiting.GetProperty("last_at").GetDateTimeOffset());
        Assert.Equal(3600, waiting.GetProperty("waiting_seconds").GetInt64());
        Assert.Equal(30, waiting.GetProperty("wait_seconds").GetDouble());
        Assert.Equal(second, waiting.GetProperty("last_uuid").GetString());
        Assert.Equal([first, second], unreturned);
        await AssertNobodyWaitsAsync();
    }

    [Fact]
    public async Task A_caller_who_is_answered_on_a_later_call_waits_no_more()
    {
        await _server.MissedAsync(-60);
        await _server.AnsweredAsync(-30, "IN");

        await AssertNobodyWaitsAsync();
    }

    [Fact]
    public async Task A_call_from_the_future_waits_since_it_was_received_until_it_is_called_back()
    {
        const int Year = 366 * 24 * 60;
        await _server.MissedAsync(Year);
        await _server.MissedAsync(Year, "905550000001");

        var waiting = await _server.ListAsync();
        await _server.AnsweredAsync(1, "OUT");
        var left = await _server.NumbersAsync();
        var unreturned = await _server.UnreturnedAsync();
        _server.Clock.AdjustTime(_server.Clock.GetUtcNow() + TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1));

        Assert.Equal([CallbackServer.Noon, CallbackServer.Noon], waiting.Select(each => each.GetProperty("first_at").GetDateTimeOffset()));
        Assert.Equal(["905550000001"], left);
        Assert.Single(unreturned);
        await AssertNobodyWaitsAsync();
    }

    [Fact]
    public async Task An_answer_counts_for_calls_that_began_before_it_alone_in_whatever_order_they_are_posted()
    {
        await _server.AnsweredAsync(-30, "OUT");
        await _server.MissedAsync(-60);
        var later = await _server.MissedAsync(-10);

        Assert.Equal(1, Assert.Single(await _server.ListAsync()).GetProperty("count").GetInt32());
        Assert.Equal([later], await _server.UnreturnedAsync());
    }

    [Fact]
    public async Task An_answer_on_another_line_returns_nothing()
    {
        await _server.MissedAsync(-60);
        var other = await _server.MissedAsync(-50, line: CallbackServer.OtherLine);
        await _server.AnsweredAsync(-30, "OUT", line: CallbackServer.Line);

        var waiting = Assert.Single(await _server.ListAsync());
        Assert.Equal([CallbackServer.OtherLine], waiting.GetProperty("dids").EnumerateArray().Select(did => did.GetString()));
        Assert.Equal([other], await _server.UnreturnedAsync());
    }

    [Fact]
    public async Task A_call_back_that_names_the_extension_instead_of_the_line_counts_for_each()
    {
        await _server.MissedAsync(-60);
        await _server.MissedAsync(-50, line: CallbackServer.OtherLine);
        await _server.AnsweredAsync(-30, "OUT", line: "1004");

        await AssertNobodyWaitsAsync();
    }

    [Fact]
    public async Task A_call_back_that_nobody_answered_returns_nothing()
    {
        await _server.MissedAsync(-60);
        await _server.PostAsync(-30, $$"""{"event_type":"call_hangup","caller":"{{CallbackServer.Line}}","callee":"{{CallbackServer.Customer}}","direction":"OUT","hangup_cause":"NO_ANSWER","talk_duration":0""");

        Assert.Equal([CallbackServer.Customer], await _server.NumbersAsync());
    }

    [Fact]
    public async Task Who_waits_longer_than_the_window_leaves_the_list()
    {
        await _server.MissedAsync(0);
        await _server.MissedAsync(60, "905551112233");

        _server.Clock.AdjustTime(_server.Clock.GetUtcNow() + TimeSpan.FromDays(3));
        var last = await _server.NumbersAsync();
        _server.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([CallbackServer.Customer, "905551112233"], last);
        Assert.Equal(["905551112233"], await _server.NumbersAsync());
        Assert.Single(await _server.UnreturnedAsync());
    }

    [Theory]
    [InlineData("anonymous", "IN")]
    [InlineData("1004", "IN")]
    [InlineData("1004", "LOCAL")]
    [InlineData("905321110000", "LOCAL")]
    [InlineData("905321110000", "OUT")]
    public async Task Internal_and_outgoing_calls_and_callers_without_a_number_never_wait(string caller, string direction)
    {
        await _server.MissedAsync(-60, caller, direction: direction);

        await AssertNobodyWaitsAsync();
    }

    [Fact]
    public async Task Whoever_hangs_up_in_a_menu_or_meets_a_busy_or_refusing_phone_waits_too_and_who_is_answered_does_not()
    {
        var abandoned = await _server.PostAsync(-60, $$"""
            {"event_type":"call_hangup","caller":"905550000001","callee":"{{CallbackServer.Line}}","direction":"IN","hangup_cause":"NORMAL_CLEARING",
             "cdr":{"callflow":[{"callee":99,"answer_time":1435762852,"redirection":"CONNECTING_TO_MENU"}]}
            """);
        var refused = await _server.PostAsync(-50, $$"""{"event_type":"call_hangup","caller":"905550000002","callee":"{{CallbackServer.Line}}","direction":"IN","hangup_cause":"CALL_REJECTED","talk_duration":0""");
        var busy = await _server.PostAsync(-45, $$"""{"event_type":"call_hangup","caller":"905550000004","callee":"{{CallbackServer.Line}}","direction":"IN","hangup_cause":"USER_BUSY","talk_duration":0""");
        await _server.AnsweredAsync(-40, "IN", "905550000003");

        Assert.Equal(["905550000001", "905550000002", "905550000004"], await _server.NumbersAsync());
        Assert.Equal([abandoned, refused, busy], await _server.UnreturnedAsync());
    }

    [Fact]
    public async Task A_missing_call_without_a_direction_waits()
    {
        await _server.PostAloneAsync($$"""{"event_type":"missing_call","uuid":"alone","caller":"{{CallbackServer.Customer}}","callee":"{{CallbackServer.Line}}" """, -60);

        var waiting = Assert.Single(await _server.ListAsync());

        Assert.Equal([CallbackServer.Line], waiting.GetProperty("dids").EnumerateArray().Select(did => did.GetString()));
        Assert.Equal(["alone"], await _server.UnreturnedAsync());
    }

    [Fact]
    public async Task The_longest_waiting_comes_first_and_the_limit_leaves_the_total()
    {
        for (var caller = 0; caller < 5; caller++)
        {
            await _server.MissedAsync(-10 * (caller + 1), $"90555000000{caller}");
        }

        var page = await _server.Reader.ReadAsync("/api/callbacks?limit=2");

        Assert.Equal(["905550000004", "905550000003"], page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetString()));
        Assert.Equal(5, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task An_unknown_parameter_is_a_400()
    {
        using var answer = await _server.Reader.GetAsync("/api/callbacks?order=asc");

        Assert.Equal("unknown_parameter", (await answer.ReadProblemAsync(System.Net.HttpStatusCode.BadRequest)).Code());
    }

    private async Task AssertNobodyWaitsAsync()
    {
        Assert.Empty(await _server.ListAsync());
        Assert.Empty(await _server.UnreturnedAsync());
    }
}
