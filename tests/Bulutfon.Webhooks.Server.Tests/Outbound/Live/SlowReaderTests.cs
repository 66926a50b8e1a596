using System.Net.Sockets;
using System.Text;
using Bulutfon.Webhooks.Server.Outbound.Live;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Live;

[Trait("Store", "Any")]
public sealed class SlowReaderTests
{
    private static readonly string Note = new('x', 4_000);

    [Fact]
    public async Task A_reader_that_stops_delays_neither_the_journal_nor_the_others_and_misses_nothing()
    {
        const int Count = 4 * LiveFollower<LiveEvent>.Capacity;
        await using var server = RunningServer.Start();
        await using var slow = await EventStream.OpenAsync(server);
        await using var quick = await EventStream.OpenAsync(server);

        // More than the sockets and the queue of the slow one can hold.
        await AppendAsync(server, Count);
        var ids = Enumerable.Range(1, Count).Select(id => (long)id);

        Assert.Equal(ids, await quick.NextIdsAsync(Count));
        Assert.Equal(ids, await slow.NextIdsAsync(Count));
        var live = await server.Journal.AppendAsync(TestEvents.CallInit("live"));
        Assert.Equal([live.Id], await slow.NextIdsAsync(1));
    }

    [Fact]
    public async Task A_reader_that_reads_nothing_does_not_hold_up_the_stop()
    {
        await using var server = RunningServer.Start();
        using var socket = new TcpClient { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningServer.OperatorUser}:{RunningServer.OperatorPassword}"));
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {EventStream.Path}?after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {credentials}\r\n\r\n"));
        var first = new byte[1];
        await socket.GetStream().ReadExactlyAsync(first);
        await AppendAsync(server, 8 * LiveFollower<LiveEvent>.Capacity);

        var host = server.Services.GetRequiredService<IHost>();
        var places = server.Services.GetRequiredService<LivePlaces>();
        Assert.Equal(1, places.Count);
        // Well under the 30 seconds after which the host would cut off whoever is left.
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, places.Count);
    }

    private static async Task AppendAsync(RunningServer server, int count)
    {
        for (var number = 0; number < count; number += 64)
        {
            await Task.WhenAll(Enumerable.Range(number, Math.Min(64, count - number)).Select(each => server.Journal.AppendAsync(
                TestEvents.Json($$"""{"event_type":"call_init","uuid":"u-{{each}}","timestamp":1435762851086820,"note":"{{Note}}"}""")).AsTask()));
        }
    }
}
