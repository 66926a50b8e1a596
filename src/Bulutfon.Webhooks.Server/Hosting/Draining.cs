using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Bulutfon.Webhooks.Server.Hosting;

/// <summary>
/// The first moment of a stop. Kestrel, once it listens no more, closes connections that are between two requests, and with them
/// a request that the client is sending just then. So each connection gets a moment first, in which its next answer says that it
/// closes.
/// </summary>
internal sealed class Draining
{
    /// <summary>Long enough for a client that is posting to come with its next request, in milliseconds.</summary>
    private const int MomentMilliseconds = 500;

    private volatile bool _begun;

    /// <summary>For each connection.</summary>
    public ConnectionDelegate Around(ConnectionDelegate next) => async connection =>
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is not { } closing)
        {
            await next(connection);
            return;
        }

        using var later = new CancellationTokenSource();
        var asked = closing.ConnectionClosedRequested;
        await using var registration = asked.Register(() =>
        {
            _begun = true;
            later.CancelAfter(MomentMilliseconds);
        });
        var end = new ClosingLater(closing, asked, later.Token);
        connection.Features.Set(end);
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(end);
        await next(connection);
    };

    /// <summary>For each request, before everything: also what is refused is an answer.</summary>
    public RequestDelegate Around(RequestDelegate next) => context =>
    {
        // Those of HTTP/2 are told otherwise.
        if (_begun && HttpProtocol.IsHttp11(context.Request.Protocol) && context.Features.Get<ClosingLater>() is { IsAsked: true })
        {
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    };

    private sealed class ClosingLater(IConnectionLifetimeNotificationFeature closing, CancellationToken asked, CancellationToken later) : IConnectionLifetimeNotificationFeature
    {
        public bool IsAsked => asked.IsCancellationRequested;

        public CancellationToken ConnectionClosedRequested { get; set; } = later;

        public void RequestClose() => closing.RequestClose();
    }
}
