using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

public sealed class ReadYourWritesTests
{
    [Theory]
    [InlineData("caller=5321112233")]
    [InlineData("callee=8502223344")]
    [InlineData("caller_or_callee=5321112233")]
    [InlineData("uuid=u-1")]
    [InlineData("event_type=call_init_group")]
    [InlineData("hook=default")]
    [InlineData("direction=IN")]
    [InlineData("destination=600")]
    [InlineData("")]
    public async Task Who_was_answered_200_finds_his_event_at_once(string filter)
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        for (var second = 1; second <= 20; second++)
        {
            var id = await hook.PostAsync(TwoEvents.WantedBody.Replace("1767258000", (1767268800 + second).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

            var page = await reader.ReadAsync($"/api/events?limit=1&{filter}");
            Assert.Equal([id], EventsClient.Ids(page));
            Assert.False(page.TryGetProperty("indexed_to", out _));
        }
    }

    [Fact]
    public async Task A_search_that_cannot_catch_up_says_how_far_it_is_and_reads_of_the_journal_do_not_wait()
    {
        await using var server = StartHeld();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        var projections = server.Services.GetRequiredService<HeldProjections>();
        var indexed = await hook.PostAsync(EventsClient.Event("u-1", 1435762851));
        Assert.Equal([indexed], await reader.ReadIdsAsync("/api/events?uuid=u-1"));

        projections.Hold();
        var committed = await hook.PostAsync(EventsClient.Event("u-1", 1435762852));
        var late = await reader.ReadAsync("/api/events?uuid=u-1");
        var watch = Stopwatch.StartNew();
        var byTime = await reader.ReadAsync("/api/events?from=2015-01-01");
        var one = await reader.ReadAsync($"/api/events/{committed}");
        Assert.True(watch.Elapsed < CatchUp.MaxWait, "They waited.");
        projections.Release();
        var caughtUp = await reader.ReadAsync("/api/events?uuid=u-1");

        Assert.Equal([indexed], EventsClient.Ids(late));
        Assert.Equal(indexed, late.GetProperty("indexed_to").GetInt64());
        Assert.Equal([committed, indexed], EventsClient.Ids(byTime));
        Assert.False(byTime.TryGetProperty("indexed_to", out _));
        Assert.Equal(committed, one.GetProperty("id").GetInt64());
        Assert.Equal([committed, indexed], EventsClient.Ids(caughtUp));
        Assert.False(caughtUp.TryGetProperty("indexed_to", out _));
    }

    [Fact]
    public async Task A_search_whose_store_cannot_be_read_is_a_503_and_reads_of_the_journal_still_answer()
    {
        await using var server = StartHeld();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await hook.PostAsync(EventsClient.Event("u-1", 1435762851));

        server.Services.GetRequiredService<HeldProjections>().IsUnreadable = true;
        using var answer = await reader.GetAsync("/api/events?uuid=u-1");

        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Single(await reader.ReadIdsAsync("/api/events"));
    }

    private static RunningServer StartHeld() => RunningServer.Start(services: HeldProjections.Replace);
}
