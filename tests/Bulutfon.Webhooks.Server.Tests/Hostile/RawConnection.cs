using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bulutfon.Webhooks.Server.Tests.Hostile;

/// <summary>A socket that sends what no HTTP client would.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(RunningServer server)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        return connection;
    }

    public static async Task<string> SendAsync(RunningServer server, string request)
    {
        using var connection = await OpenAsync(server);
        await connection.WriteAsync(request);
        return await connection.ReadToEndAsync();
    }

    public async Task WriteAsync(string text)
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), timeout.Token);
    }

    /// <summary>All that the server sends until it closes the connection; a reset is an end too.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        var received = new MemoryStream();
        try
        {
            await _client.GetStream().CopyToAsync(received, timeout.Token);
        }
        catch (IOException)
        {
            // Reset: what came before it counts.
        }

        return Encoding.Latin1.GetString(received.ToArray());
    }

    public void Dispose() => _client.Dispose();
}
