namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Answers hold phone numbers: no browser and no proxy on the way shall keep them.</summary>
internal static class NoStore
{
    public static ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
