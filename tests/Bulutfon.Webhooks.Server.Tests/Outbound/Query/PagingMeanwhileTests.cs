namespace Bulutfon.Webhooks.Server.Tests.Outbound.Query;

/// <summary>Lists that are read while events arrive; each test has its own, because it adds to them.</summary>
public sealed class PagingMeanwhileTests : IAsyncLifetime
{
    private readonly PagedEvents _events = new();

    public Task InitializeAsync() => _events.InitializeAsync();

    public Task DisposeAsync() => _events.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("direction=IN")]
    [InlineData("caller_or_callee=101,102,103")]
    public async Task Pages_are_stable_while_events_arrive(string filters)
    {
        foreach (var order in new[] { "asc", "desc" })
        {
            var expected = await _events.ExpectedAsync(filters, order);
            var arrived = 0;

            var found = await _events.FollowAsync($"/api/events?{filters}&order={order}&limit=3", async page =>
            {
                // Before, among and behind the events that there were.
                arrived++;
                foreach (var time in new[] { PagedEvents.Begin - arrived, PagedEvents.Begin + (arrived % 10), PagedEvents.Begin + 10 + arrived })
                {
                    await _events.PostAsync((page * 1000) + (order == "asc" ? 500_000 : 0), time);
                }
            }, atMost: 12);

            var atFirst = found.Where(expected.Contains).ToList();
            Assert.Equal(expected.Take(atFirst.Count), atFirst);
            Assert.Equal(found.Count, found.Distinct().Count());
            Assert.True(atFirst.Count >= 6, "Too little was read to show anything.");
        }
    }
}
