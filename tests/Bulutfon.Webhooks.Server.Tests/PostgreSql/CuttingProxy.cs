using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bulutfon.Webhooks.Server.Tests.PostgreSql;

/// <summary>
/// A way to the database that can be cut at the worst moment: behind what a client sent, before it hears what became of it.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly int _target;
    private readonly Task _accepting;
    private byte[]? _trigger;
    private volatile bool _isHeld;

    public CuttingProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The next message with this text reaches the database, and its answer nobody.</summary>
    public void CutAnswerTo(string text) => Volatile.Write(ref _trigger, Encoding.UTF8.GetBytes(text));

    /// <summary>From now on nothing passes, and no connection ends.</summary>
    public void Hold() => _isHeld = true;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopped.Token);
                _ = ServeAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        await far.ConnectAsync(IPAddress.Loopback, _target, _stopped.Token);
        var isCut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var there = PumpAsync(near.GetStream(), far.GetStream(), sent =>
        {
            if (Volatile.Read(ref _trigger) is { } trigger && sent.IndexOf(trigger) >= 0)
            {
                Volatile.Write(ref _trigger, null);
                isCut.SetResult();
            }
        });
        var back = PumpAsync(far.GetStream(), near.GetStream(), _ =>
        {
            if (isCut.Task.IsCompleted)
            {
                throw new IOException("Cut.");
            }
        });
        await Task.WhenAny(there, back);
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, SpanAction look)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReadAsync(buffer, _stopped.Token) is > 0 and var read)
            {
                if (_isHeld)
                {
                    await Task.Delay(Timeout.Infinite, _stopped.Token);
                }

                look(buffer.AsSpan(0, read));
                await to.WriteAsync(buffer.AsMemory(0, read), _stopped.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever serves closes both ends.
        }
    }

    private delegate void SpanAction(ReadOnlySpan<byte> bytes);
}
