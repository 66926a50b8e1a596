using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.OpenApi;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>Where Bulutfon posts.</summary>
internal static class InboundApi
{
    public static IEndpointRouteBuilder MapInbound(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(PathTokenMask.InboundPath, ReceiveEvent)
            .RequireAuthorization(Policies.Hook)
            .WithMetadata(new OwnBodyLimit())
            .WithTags("Inbound")
            .WithName("ReceiveEvent")
            .WithSummary("Receive an event from Bulutfon")
            .WithDescription(
                "Answers 200 after the event is committed to disk. The same event again is answered 200 with `duplicate: true` and the first one's id. "
                + "A hook that is configured with a path token posts to `/webhooks/bulutfon/{token}` instead, without credentials.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddOpenApiOperationTransformer(PostedEventBody.Describe);

        // Of any method: a 405 for another one would tell a wrong token from an unknown address.
        routes.Map($"{PathTokenMask.InboundPath}/{{{PathTokenHandler.RouteValue}}}", ReceiveByPathToken)
            .RequireAuthorization(Policies.PathToken)
            .WithMetadata(new OwnBodyLimit())
            .ExcludeFromDescription();
        return routes;
    }

    private static Task<Results<Ok<Receipt>, ProblemHttpResult>> ReceiveEvent(HttpContext context, EventReceiver receiver) =>
        receiver.ReceiveAsync(context);

    private static async Task<IResult> ReceiveByPathToken(HttpContext context, EventReceiver receiver)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
        }

        return (await receiver.ReceiveAsync(context)).Result;
    }

    /// <summary>The receiver bounds the body itself, so that what is too large can be kept in part.</summary>
    private sealed class OwnBodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}

/// <summary>The answer to a post that is committed.</summary>
/// <param name="Id">The event's sequence, by which <c>/api/events/{id}</c> gives it back.</param>
/// <param name="Duplicate">Whether the same event had been received before; then <c>id</c> is the first one's.</param>
internal readonly record struct Receipt(long Id, bool Duplicate);
