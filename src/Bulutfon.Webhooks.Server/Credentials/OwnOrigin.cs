namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>Whether a header <c>Origin</c> is this server's own: scheme, host and port.</summary>
internal static class OwnOrigin
{
    public static bool Is(HttpRequest request, string? origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var sent)
        && sent is { UserInfo: "", PathAndQuery: "/", Fragment: "" }
        && string.Equals(sent.Scheme, request.Scheme, StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var own)
        && own.UserInfo.Length == 0
        && string.Equals(sent.IdnHost, own.IdnHost, StringComparison.OrdinalIgnoreCase)
        && sent.Port == own.Port;
}
