using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Transport;

/// <summary>The reverse proxies of the docs, before a server that is configured as the docs say.</summary>
[Trait("Store", "Sqlite")]
public sealed class DocumentedProxyTests
{
    private const string Token = "q7W3e5R9t1Y2u8I4o6P0aSdFgHjKlZxC";
    private const long Time = 1_435_762_851_086_820;

    public static readonly TheoryData<string> Kinds = [DocumentedProxy.Nginx, DocumentedProxy.NginxOfReplicas, DocumentedProxy.HAProxy];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Forged_addresses_count_as_the_sender_s_own(string kind)
    {
        await using var server = Start();
        await using var proxy = await DocumentedProxy.StartAsync(kind, server.Address.Port);
        using var limited = proxy.Client("limited", RunningServer.HookPassword);
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Original-For" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, HttpExtensions.InboundPath) { Content = new StringContent(EventsClient.Event("forged", Time), Encoding.UTF8, HttpExtensions.Json) };
            request.Headers.TryAddWithoutValidation(header, header == "Forwarded" ? ["for=10.1.2.3;proto=https"] : ["10.1.2.3", "10.1.2.4, 10.1.2.5"]);
            using var refused = await limited.SendAsync(request);
            Assert.True(refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, $"{header}: {refused.StatusCode}");
        }

        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 40; guess++)
        {
            using var guesser = proxy.Client(RunningServer.OperatorUser, $"wrong-{guess}");
            guesser.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", $"203.0.113.{guess}");
            using var answer = await guesser.GetAsync("/api/events");
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.DoesNotContain(HttpStatusCode.OK, answers);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task What_a_sender_posted_who_closes_at_once_is_stored(string kind)
    {
        await using var server = Start();
        await using var proxy = await DocumentedProxy.StartAsync(kind, server.Address.Port);
        using var reader = server.OperatorClient();
        const int Each = 30;
        for (var number = 0; number < Each; number++)
        {
            await PostAndCloseAsync(proxy.Port, $"fin-{number}", Time + number, reset: false);
            if (kind != DocumentedProxy.HAProxy)
            {
                // HAProxy drops what it has not read of a TLS connection that is reset; docs/replicas.md says so.
                await PostAndCloseAsync(proxy.Port, $"rst-{number}", Time + 1000 + number, reset: true);
            }
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var (stored, sent) = (0, kind == DocumentedProxy.HAProxy ? Each : 2 * Each);
        while ((stored = (await reader.ReadIdsAsync("/api/events?limit=500")).Length) < sent)
        {
            Assert.False(patience.IsCancellationRequested, $"{stored} of {sent} are stored.");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Streams_sockets_large_bodies_and_the_closed_address_are_as_the_docs_say(string kind)
    {
        await using var server = Start();
        await using var proxy = await DocumentedProxy.StartAsync(kind, server.Address.Port);
        using var hook = proxy.Client(RunningServer.HookUser, RunningServer.HookPassword);
        using var reader = proxy.Client(RunningServer.OperatorUser, RunningServer.OperatorPassword);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        await using var stream = await reader.GetStreamAsync("/api/events/stream", patience.Token);
        using var lines = new StreamReader(stream);
        Assert.NotNull(await lines.ReadLineAsync(patience.Token));
        await hook.PostEventAsync(EventsClient.Event("streamed", Time));
        while ((await lines.ReadLineAsync(patience.Token))?.Contains("streamed", StringComparison.Ordinal) == false)
        {
        }

        using var fits = await hook.PostBodyAsync(EventsClient.Event("large", Time + 1, $"\"additional_data\":\"{new string('x', 250_000)}\""), HttpExtensions.Json);
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        using var tooLarge = await hook.PostBodyAsync(new string(' ', 300 * 1024), HttpExtensions.Json);
        Assert.Equal("body_too_large", (await tooLarge.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge)).Code());

        foreach (var path in new[] { "/metrics", "/Metrics", "/METRICS", "/metrics/", "/%6detrics", "//metrics", "/metrics?x=1", "/./metrics", "/x/../metrics", "/%2e/metrics", "/x/%2e%2e/metrics" })
        {
            // As it is written: the client would resolve the dots itself.
            using var closed = await reader.GetAsync(new Uri(new Uri(proxy.Address, "/").ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            Assert.True(closed.StatusCode == HttpStatusCode.NotFound, $"{path}: {closed.StatusCode}");
        }

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/health/live")).StatusCode);
        await AssertUpgradeIsPassedAsync(server, proxy);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public async Task Path_tokens_are_in_no_log_of_the_proxy(string kind)
    {
        await using var server = Start();
        await using var proxy = await DocumentedProxy.StartAsync(kind, server.Address.Port);
        using var hook = proxy.Client();
        using var stored = await hook.PostAsync($"/webhooks/bulutfon/{Token}", new StringContent(EventsClient.Event("token", Time), Encoding.UTF8, HttpExtensions.Json));
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);

        foreach (var path in new[] { $"/Webhooks/bulutfon/{Token}", $"/WEBHOOKS/BULUTFON/{Token}", $"/webhooks/bulutfon%20/{Token}", $"/webhooks/bulutfon;a/{Token}", $"//webhooks//bulutfon/{Token}", $"/%77ebhooks/bulutfon/{Token}", $"/webhook/bulutfon/{Token}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Address.ToString().TrimEnd('/') + path)) { Content = new StringContent("{}", Encoding.UTF8, HttpExtensions.Json) };
            using var answer = await hook.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.BadGateway, answer.StatusCode);
        }

        using var seen = await hook.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.DoesNotContain(Token, proxy.Logged, StringComparison.OrdinalIgnoreCase);
    }

    private static RunningServer Start() => RunningServer.Start(folder: null, services: null,
        ("Proxies:0", "127.0.0.1"),
        ("Inbound:Hooks:0:UserName", RunningServer.HookUser), ("Inbound:Hooks:0:Password", RunningServer.HookPassword),
        ("Inbound:Hooks:1:UserName", "limited"), ("Inbound:Hooks:1:Password", RunningServer.HookPassword), ("Inbound:Hooks:1:AllowedNetworks:0", "10.0.0.0/8"),
        ("Inbound:Hooks:2:Name", "token"), ("Inbound:Hooks:2:PathToken", Token));

    private static async Task PostAndCloseAsync(int port, string uuid, long timestamp, bool reset)
    {
        var body = EventsClient.Event(uuid, timestamp);
        var head = $"POST {HttpExtensions.InboundPath} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Basic "
            + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningServer.HookUser}:{RunningServer.HookPassword}"))
            + $"\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
#pragma warning disable CA5359, MA0039 // the certificate is the test's
        var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: true, static (_, _, _, _) => true);
#pragma warning restore CA5359, MA0039
        await tls.AuthenticateAsClientAsync("webhooks.example.com");
        await tls.WriteAsync(Encoding.UTF8.GetBytes(head + body));
        await tls.FlushAsync();
        if (reset)
        {
            client.LingerState = new LingerOption(enable: true, 0);
            client.Close();
            return;
        }

        // Closing a socket with unread tickets of TLS in it would be a reset.
        client.Client.Shutdown(SocketShutdown.Send);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var rest = new byte[4096];
        try
        {
            while (await client.Client.ReceiveAsync(rest.AsMemory(), patience.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The proxy closed it its own way.
        }
    }

    private static async Task AssertUpgradeIsPassedAsync(RunningServer server, DocumentedProxy proxy)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var socket = new ClientWebSocket();
#pragma warning disable CA5359, MA0039 // the certificate is the test's
        socket.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        socket.Options.SetRequestHeader("Cookie", await SessionOf.SignInAsync(server));
        socket.Options.SetRequestHeader("Origin", proxy.Address.ToString().TrimEnd('/'));
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{proxy.Port}/_blazor"), patience.Token);

        Assert.Equal(WebSocketState.Open, socket.State);
    }
}
