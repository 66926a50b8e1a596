using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>One line when a stream begins and one when it ends; a request that lasts for hours is no slow request.</summary>
internal sealed partial class LiveLog(ILogger<LiveLog> logger, TimeProvider time)
{
    /// <returns>Writes the second line when it is disposed.</returns>
    public IDisposable Begin(HttpContext context, LivePlace place, long after)
    {
        var path = LoggedRequest.Path(context.Request);
        var user = context.User.Identity?.Name ?? "-";
        LogBegun(logger, path, user, after);
        return new End(logger, time, context, place, path, user);
    }

    [LoggerMessage(LogEvents.StreamBegun, LogLevel.Debug, "Stream {Path} to {User} begins after {Sequence}")]
    private static partial void LogBegun(ILogger logger, string path, string user, long sequence);

    [LoggerMessage(LogEvents.StreamEnded, LogLevel.Debug, "Stream {Path} to {User} ended after {Seconds} s and {Sent} items, by the {Side}")]
    private static partial void LogEnded(ILogger logger, string path, string user, double seconds, long sent, string side);

    private sealed class End(ILogger logger, TimeProvider time, HttpContext context, LivePlace place, string path, string user) : IDisposable
    {
        private readonly long _begun = time.GetTimestamp();

        public void Dispose()
        {
            var seconds = Math.Round(time.GetElapsedTime(_begun).TotalSeconds, 1);
            LogEnded(logger, path, user, seconds, place.Sent, context.RequestAborted.IsCancellationRequested ? "client" : "server");
        }
    }
}
