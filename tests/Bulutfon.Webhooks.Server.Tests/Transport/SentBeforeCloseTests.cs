using System.Net;
using System.Net.Sockets;
using System.Text;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Transport;

/// <summary>What has arrived whole is an event, though its sender waits for no answer.</summary>
public sealed class SentBeforeCloseTests : IAsyncLifetime
{
    private const int Posts = 40;

    private readonly RunningServer _server = RunningServer.Start();

    public async Task InitializeAsync()
    {
        using var hook = _server.HookClient();
        await hook.PostEventAsync(Event("first"));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("HTTP/1.1", false)]
    [InlineData("HTTP/1.1", true)]
    [InlineData("HTTP/1.0", false)]
    public async Task An_event_whose_sender_closes_at_once_is_stored(string protocol, bool onlyHisHalf)
    {
        var clients = new List<TcpClient>();
        for (var number = 0; number < Posts; number++)
        {
            clients.Add(await PostAsync(protocol, Event($"{protocol}-{number}"), onlyHisHalf));
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _server.Journal.WaitForCommitAsync(Posts, timeout.Token);
        clients.ForEach(client => client.Dispose());
        Assert.Equal(Posts + 1, _server.Journal.LastSequence);
    }

    [Fact]
    public async Task An_event_that_is_cut_off_is_not_stored_and_its_connection_ends()
    {
        using var client = new TcpClient();
        await WriteAsync(client, "HTTP/1.1", Event("half"), missing: 1);
        using var answer = new StreamReader(client.GetStream(), Encoding.Latin1);
        client.Client.Shutdown(SocketShutdown.Send);

        // The server's end: an answer that tells of the missing rest, or none.
        try
        {
            await answer.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        // The connection ends before the server has done with the request.
        await _server.Log.WaitForAsync(logged => logged.Level >= LogEventLevel.Warning);
        using var hook = _server.HookClient();
        await hook.PostEventAsync(Event("next"));
        Assert.Equal(2, _server.Journal.LastSequence);
        var line = Assert.Single(_server.Log.Events, logged => logged.Level >= LogEventLevel.Warning);
        Assert.Equal("/webhooks/bulutfon", ((ScalarValue)line.Properties["Path"]).Value);
        Assert.Equal(1, Assert.Single(_server.Services.GetRequiredService<ReceiptTally>().Read()).CutOff);
    }

    private async Task<TcpClient> PostAsync(string protocol, string body, bool onlyHisHalf)
    {
        var client = new TcpClient();
        await WriteAsync(client, protocol, body);
        if (onlyHisHalf)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }
        else
        {
            client.Close();
        }

        return client;
    }

    private async Task WriteAsync(TcpClient client, string protocol, string body, int missing = 0)
    {
        await client.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningServer.HookUser}:{RunningServer.HookPassword}"));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {HttpExtensions.InboundPath} {protocol}\r\nHost: x\r\nAuthorization: Basic {credentials}\r\nContent-Type: application/json\r\nContent-Length: {body.Length + missing}\r\n\r\n{body}"));
    }

    private static string Event(string uuid) => $$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":1435762851086820}""";
}
