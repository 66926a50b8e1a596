using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

[Collection(RunAlone.Name)]
public sealed class OverloadTests
{
    private const int Clients = 2000;
    private const long MostMemory = 400L * 1024 * 1024;

    [Fact]
    public async Task Two_thousand_clients_are_answered_200_or_503_within_bounded_memory_and_leave_no_trace()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        await using var server = await StartedServer.StartAsync(journal);
        using var load = HookLoad.Start(server.HookClient(), Clients);
        await load.WaitUntilAcceptedAsync();
        await Task.Delay(FaultLength.Overload);

        await load.StopAsync();
        using var hook = server.HookClient();
        using var calm = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        using var calmEvent = new StringContent("{\"event_type\":\"call_init\",\"uuid\":\"calm\",\"timestamp\":1435762851086820}", mediaType: new(HttpExtensions.Json));
        using var posted = await hook.PostAsync("/webhooks/bulutfon", calmEvent, calm.Token);

        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Empty(load.Broken);
        Assert.Subset(new HashSet<HttpStatusCode> { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }, load.Statuses.Keys.ToHashSet());
        Assert.InRange(server.PeakMemory, 1, MostMemory);
        await server.StopAsync();
        StoredCalls.AssertHold(journal, load.Accepted);
    }

    [Fact]
    public async Task Full_queue_is_a_503_and_readiness_says_so()
    {
        await using var server = RunningServer.Start(settings: ("Journal:QueueCapacity", "1"));
        await using var shell = new SqliteConnection($"Data Source={server.JournalFile};Pooling=False");
        await shell.OpenAsync();
        Execute(shell, "BEGIN IMMEDIATE");
        var taken = server.Journal.AppendAsync(TestEvents.CallInit("taken by the writer")).AsTask();
        while (server.Journal.Status.IsFull)
        {
            await Task.Yield();
        }

        var waiting = server.Journal.AppendAsync(TestEvents.CallInit("waits")).AsTask();
        using var client = server.AnonymousClient();
        using var ready = await client.GetAsync("/health/ready");
        await server.PostRefusedAsync("one too many");
        Execute(shell, "ROLLBACK");
        await Task.WhenAll(taken, waiting);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("queue_full", (await ready.ReadProblemAsync()).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Connection_beyond_the_bound_is_closed_and_the_others_are_served()
    {
        await using var server = RunningServer.Start(settings: ("Inbound:MaxConnections", "10"));
        var open = new List<TcpClient>();
        try
        {
            // Each is answered before the next one comes, for they are counted when they are served, in no order of arrival.
            for (var i = 0; i < 10; i++)
            {
                open.Add(new TcpClient());
                await open[i].ConnectAsync(IPAddress.Loopback, server.Address.Port);
                await AssertServesAsync(open[i].GetStream());
            }

            // The eleventh ends at once; the first is read as ever.
            using var beyond = new TcpClient();
            await beyond.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            Assert.True(await IsClosedAsync(beyond.GetStream()));
            await AssertServesAsync(open[0].GetStream());
        }
        finally
        {
            open.ForEach(each => each.Dispose());
        }
    }

    /// <summary>Reads the whole answer, so that the next one on this connection begins with its status line.</summary>
    private static async Task AssertServesAsync(NetworkStream stream)
    {
        await stream.WriteAsync("HEAD /health/live HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        Assert.StartsWith("HTTP/1.1 200", await reader.ReadLineAsync());
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
            // The headers; a HEAD has no body.
        }
    }

    private static async Task<bool> IsClosedAsync(NetworkStream stream)
    {
        try
        {
            return await stream.ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
