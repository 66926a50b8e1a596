using Bulutfon.Webhooks.Server.Hosting;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>What of a request may stand in a log line: no query string, no path token, no line break, nothing of unbounded length.</summary>
internal static class LoggedRequest
{
    private const int MaxPathLength = 512;
    private const int MaxMethodLength = 16;

    public static string Method(HttpRequest request) => HeadRequests.IsHead(request.HttpContext) ? HttpMethods.Head : Cut(request.Method, MaxMethodLength);

    // The escaped form, in which a line break is %0A.
    public static string Path(HttpRequest request) =>
        Cut(PathTokenMask.Apply((request.PathBase + request.Path).ToUriComponent()), MaxPathLength);

    private static string Cut(string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length), "…");
}
