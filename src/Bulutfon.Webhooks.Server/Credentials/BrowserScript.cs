namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// Tells a script in a page from a person, from Bulutfon and from curl. A script's 401 carries no <c>WWW-Authenticate</c>: the browser
/// would open its own dialog over the page.
/// </summary>
internal static class BrowserScript
{
    private const string Destination = "Sec-Fetch-Dest"; // W3C Fetch Metadata: "empty" for fetch and XMLHttpRequest

    public static bool IsCalling(HttpContext context)
    {
        var headers = context.Request.Headers;
        var isScript = headers.XRequestedWith.Count > 0
            || string.Equals(headers[Destination], "empty", StringComparison.OrdinalIgnoreCase);
        return isScript && context.GetEndpoint()?.Metadata.GetMetadata<KeepsChallenge>() is null;
    }

    /// <summary>
    /// Marks what a page of ours loads by script with the credentials that the browser already has, and sends only when challenged.
    /// </summary>
    internal sealed class KeepsChallenge;
}
