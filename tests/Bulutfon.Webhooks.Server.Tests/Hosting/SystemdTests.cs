using System.Net.Sockets;
using System.Text;

namespace Bulutfon.Webhooks.Server.Tests.Hosting;

public sealed class SystemdTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Whoever the parent process is: a hardened unit hides it.</summary>
    [SkippableFact]
    public async Task A_unit_is_told_that_the_server_listens_and_that_it_stops()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "systemd is Linux' own.");
        using var folder = new TemporaryFolder();
        using var notified = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        notified.Bind(new UnixDomainSocketEndPoint(folder.File("notify")));

        await using var server = await StartedServer.StartAsync(folder.File("journal.db"), ("NOTIFY_SOCKET", folder.File("notify")));
        var started = await ReceiveAsync(notified);
        var (exitCode, _) = await server.StopAsync();
        var stopped = await ReceiveAsync(notified);

        Assert.Equal(("READY=1", "STOPPING=1", 0), (started, stopped, exitCode));
    }

    private static async Task<string> ReceiveAsync(Socket notified)
    {
        using var patience = new CancellationTokenSource(Patience);
        var message = new byte[64];
        var length = await notified.ReceiveAsync(message, SocketFlags.None, patience.Token);
        return Encoding.UTF8.GetString(message, 0, length);
    }
}
