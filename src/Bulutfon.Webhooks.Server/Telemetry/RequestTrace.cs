using System.Diagnostics;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// What the lines of one request, and the problem that it is answered, have in common. ASP.NET gives it to each request as long as its
/// own category of the log is on, which costs an accepted post that logs nothing several microseconds; so that is off, and who
/// may log gets it here.
/// </summary>
internal static class RequestTrace
{
    /// <summary>The category of the log, which is off by default.</summary>
    public const string FrameworkCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Begins a trace, the client's own if it sends one (<c>traceparent</c>).</summary>
    /// <returns>What ends it; null where a collector is told of traces, for then there is one.</returns>
    public static Activity? Begin(HttpContext context)
    {
        if (Activity.Current is not null)
        {
            return null;
        }

        var trace = new Activity("request");
        if (ActivityContext.TryParse(context.Request.Headers.TraceParent, traceState: null, out var client))
        {
            trace.SetParentId(client.TraceId, client.SpanId, client.TraceFlags);
        }

        return trace.Start();
    }

    /// <summary>What stands in each line.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> ScopeOf(HttpContext context) =>
    [
        new("RequestId", context.TraceIdentifier),
        new("RequestPath", LoggedRequest.Path(context.Request)),
        new("ConnectionId", context.Connection.Id),
    ];
}
