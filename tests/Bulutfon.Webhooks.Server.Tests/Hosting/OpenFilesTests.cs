using System.Net;
using System.Net.Sockets;
using Bulutfon.Webhooks.Server.Hosting;

namespace Bulutfon.Webhooks.Server.Tests.Hosting;

/// <summary>A process that may open few files.</summary>
public sealed class OpenFilesTests
{
    private const int Few = 600;

    [Theory]
    [InlineData(null, 300, 5000, 5000)]
    [InlineData(1_048_576L, 300, 5000, 5000)]
    [InlineData(1024L, 300, 5000, 532)]
    [InlineData(1024L, 300, 50, 50)]
    [InlineData(400L, 300, 5000, 10)]
    public void Connections_leave_room_for_files(long? limit, int open, int wanted, int most) =>
        Assert.Equal(most, OpenFiles.ConnectionsWithin(limit, open, wanted));

    [SkippableFact]
    public async Task More_idle_connections_than_files_may_be_open_end_nothing()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The limit is Linux' own.");
        using var folder = new TemporaryFolder();
        await using var server = await StartedServer.StartAsync(["prlimit", $"--nofile={Few}:{Few}"], folder.File("journal.db"));
        await server.WaitForOutputAsync("LimitNOFILE");
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Few + 30; i++)
            {
                idle.Add(new TcpClient());
                await idle[i].ConnectAsync(IPAddress.Loopback, server.Address.Port);
            }
        }
        finally
        {
            idle.ForEach(each => each.Dispose());
        }

        using var hook = server.HookClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await PostedAsync(hook) != HttpStatusCode.OK)
        {
            // The server sees the ends of the idle ones one after the other.
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }

        Assert.Equal(0, (await server.StopAsync()).ExitCode);
        Assert.DoesNotContain(server.Output, line => line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode?> PostedAsync(HttpClient hook)
    {
        try
        {
            using var answer = await hook.PostBodyAsync("""{"event_type":"call_init","uuid":"a","timestamp":1435762851086820}""", HttpExtensions.Json);
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
