using Bulutfon.Webhooks.Server.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

public sealed class ClockTests
{
    [Fact]
    public async Task Clock_that_is_put_back_changes_the_arrival_time_alone()
    {
        var now = new DateTimeOffset(2026, 3, 29, 3, 30, 0, TimeSpan.Zero);
        var clock = new FakeTimeProvider(now);
        await using var server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(clock));

        var first = await server.PostAcceptedAsync("first");
        clock.AdjustTime(now.AddHours(-1));
        var second = await server.PostAcceptedAsync("second");
        using var client = server.AnonymousClient();
        using var ready = await client.GetAsync("/health/ready");

        Assert.Equal((1, 2), (first, second));
        Assert.True(ready.IsSuccessStatusCode);
        var events = await server.Journal.ReadAfterAsync(0, 10, default);
        Assert.Equal([UnixTime.Of(now), UnixTime.Of(now.AddHours(-1))], events.Select(each => each.ReceivedAt));
    }
}
