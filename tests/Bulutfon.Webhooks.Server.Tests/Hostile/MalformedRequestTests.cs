using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Hostile;

/// <summary>Requests that are none: each ends with a 4xx or a closed connection, and the server stays whole.</summary>
public sealed class MalformedRequestTests : IAsyncLifetime
{
    private const string Event = """{"event_type":"call_init","uuid":"hostile"}""";

    private static readonly string Credentials =
        "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningServer.HookUser}:{RunningServer.HookPassword}")) + "\r\n";

    private static readonly string Head = $"POST /webhooks/bulutfon HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n{Credentials}";

    private readonly RunningServer _server = RunningServer.Start(services: services => services.PostConfigure<KestrelServerOptions>(kestrel =>
    {
        // The same limits, in a test's time.
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_000, gracePeriod: TimeSpan.FromSeconds(1.5));
    }));

    public static TheoryData<string, string> Requests => new()
    {
        { "NUL in the target", "GET /api/\0events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
        { "escaped NUL in the target", "GET /api/events%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
        { "NUL in a header", Head + "X-Nul: a\0b\r\nContent-Length: 2\r\n\r\n{}" },
        { "header without a name", Head + ": x\r\nContent-Length: 2\r\n\r\n{}" },
        { "folded header", Head + "X-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\n{}" },
        { "blank before the colon", Head + "Content-Length : 2\r\n\r\n{}" },
        { "negative length", Head + "Content-Length: -1\r\n\r\n" },
        { "length that is no number", Head + "Content-Length: 0x10\r\n\r\n" },
        { "length beyond 64 bits", Head + "Content-Length: 99999999999999999999\r\n\r\n" },
        { "two lengths", Head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x" },
        { "chunk garbage", Head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" },
        { "chunk size beyond 64 bits", Head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}" },
        { "chunk longer than said", Head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}{}\r\n0\r\n\r\n" },
        { "unknown transfer encoding", Head + "Transfer-Encoding: gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n" },
        { "obscured transfer encoding", Head + "Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}" },
        { "no host", $"POST /webhooks/bulutfon HTTP/1.1\r\nConnection: close\r\n{Credentials}Content-Length: 2\r\n\r\n{{}}" },
        { "two hosts", Head + "Host: y\r\nContent-Length: 2\r\n\r\n{}" },
        { "HTTP/9.9", "GET /api/events HTTP/9.9\r\nHost: x\r\n\r\n" },
        { "no HTTP", "\u0016\u0003\u0001\0\u00a5\u0001\0\0\u00a1\u0003\u0003 hello\r\n\r\n" },
        { "10,000 headers", Head + string.Concat(Enumerable.Range(0, 10_000).Select(n => string.Create(CultureInfo.InvariantCulture, $"X-{n}: 1\r\n"))) + "\r\n" },
        { "101 headers", Head + string.Concat(Enumerable.Range(0, 101).Select(n => string.Create(CultureInfo.InvariantCulture, $"X-{n}: 1\r\n"))) + "\r\n" },
        { "header of 64 KiB", Head + $"X-Long: {new string('a', 65_536)}\r\n\r\n" },
        { "target of 16 KiB", $"GET /{new string('a', 16_384)} HTTP/1.1\r\nHost: x\r\n\r\n" },
        { "path upwards", "GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
        { "escaped path upwards", "GET /swagger/%2e%2e/%2e%2e%2fappsettings.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
        { "path with backslashes", "GET /swagger/..\\..\\appsettings.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" },
        { "declared 100 MB", Head + "Content-Length: 104857600\r\n\r\n{" },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Each_is_refused_nothing_is_taken_for_an_event_and_nothing_breaks()
    {
        var wrong = new List<string>();
        foreach (var row in Requests)
        {
            var (what, request) = ((string)row[0], (string)row[1]);
            var answer = await RawConnection.SendAsync(_server, request);
            if (answer.Length > 0 && !answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal))
            {
                wrong.Add($"{what}: {answer.Split('\r')[0]}");
            }
        }

        Assert.Empty(wrong);
        await AssertWholeAsync(events: 0);
    }

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n")] // CL.TE
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n")] // TE.CL
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n")] // TE.TE
    [InlineData("Transfer-Encoding : chunked\r\n")]
    public async Task A_request_behind_an_ambiguous_end_is_never_answered(string lengths)
    {
        var smuggled = $"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";
        var request = Head.Replace("Connection: close\r\n", "", StringComparison.Ordinal) + lengths + "\r\n0\r\n\r\n" + smuggled;

        var answer = await RawConnection.SendAsync(_server, request);

        Assert.DoesNotContain("\"live\"", answer, StringComparison.Ordinal);
        await AssertWholeAsync(events: 0);
    }

    [Fact]
    public async Task Slow_headers_and_slow_bodies_end_by_themselves()
    {
        using var headers = await RawConnection.OpenAsync(_server);
        using var body = await RawConnection.OpenAsync(_server);
        await headers.WriteAsync("POST /webhooks/bulutfon HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        await body.WriteAsync(Head + "Content-Length: 1000\r\n\r\n{\"event_type\"");

        var (first, second) = (await headers.ReadToEndAsync(), await body.ReadToEndAsync());

        Assert.StartsWith("HTTP/1.1 408", first, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408", second, StringComparison.Ordinal);
        await AssertWholeAsync(events: 0);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    public async Task A_bomb_is_refused_without_being_expanded(string encoding)
    {
        using var hook = _server.HookClient();
        using var content = new ByteArrayContent(Bomb());
        content.Headers.ContentType = new("application/json");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using var answer = await hook.PostAsync(HttpExtensions.InboundPath, content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        await AssertWholeAsync(events: 0);
    }

    private static byte[] Bomb()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(new byte[64 * 1024 * 1024]);
        }

        return compressed.ToArray();
    }

    private async Task AssertWholeAsync(int events)
    {
        using var hook = _server.HookClient();
        using var reader = _server.OperatorClient();
        Assert.Equal(events, (await reader.GetJsonAsync("/api/events")).GetProperty("items").GetArrayLength());
        await hook.PostEventAsync(Event);
        Assert.DoesNotContain(_server.Log.Events, logged => logged.Level >= LogEventLevel.Error);
    }
}
