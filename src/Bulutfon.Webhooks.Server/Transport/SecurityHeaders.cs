using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>
/// Tells browsers what they may do with an answer. A hook's post is left out: no browser sends it, and nothing of its answer is
/// ever shown. One to a path token has them: a wrong one must look like any unknown address.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method) || !request.Path.Equals(PathTokenMask.InboundPath, StringComparison.OrdinalIgnoreCase))
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy.For(context);
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.XFrameOptions = "DENY";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        return next(context);
    }
}
