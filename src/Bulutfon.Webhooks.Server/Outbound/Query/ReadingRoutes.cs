using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>What all routes have that give back what was received.</summary>
internal static class ReadingRoutes
{
    public static RouteGroupBuilder MapReadingGroup(this IEndpointRouteBuilder routes, string path, string tag) => routes.MapGroup(path)
        .WithTags(tag)
        .RequireAuthorization(Policies.Viewer)
        .AddEndpointFilter(NoStore)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Answers hold phone numbers: no browser and no proxy on the way shall keep them.</summary>
    private static ValueTask<object?> NoStore(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
