using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>What a client may take of the server before it is known who it is. The README states the same numbers.</summary>
internal static class ServerLimits
{
    private const int BodyBytesPerSecond = 1_000;

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        var limits = kestrel.Limits;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestBufferSize = 64 * 1024; // of what has arrived and nobody has asked for yet
        limits.MaxRequestBodySize = 1024 * 1024; // a hook's post has a limit of its own
        limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecond, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.MaxRequestHeaderFieldSize = 16 * 1024;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
