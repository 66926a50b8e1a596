using System.Security.Claims;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>Who waits to be called back, and who takes care of it.</summary>
internal static class CallbacksApi
{
    public static RouteGroupBuilder MapCallbacks(this IEndpointRouteBuilder routes)
    {
        var callbacks = routes.MapReadingGroup("/api/callbacks", "Call-backs");
        callbacks.MapGet("/", ListCallbacks)
            .WithName("ListCallbacks")
            .WithSummary("Who waits to be called back")
            .WithDescription("""
                Each number that called in vain within `Calls:CallbackWindow`, longest waiting first: nobody answered, the phones were busy or refused, or the caller hung up in a menu, and on no later call, in
                either direction, a person talked with that number over the same line. The list clears itself. Internal calls and callers without a number are not in it.
                """)
            .DescribeParameters([QueryDocumentation.Limit(Paging.MaxLimit)])
            .ProducesProblem(StatusCodes.Status400BadRequest);
        callbacks.MapPut("/{number}", MarkCallback)
            .RequireAuthorization(Policies.Operator)
            .WithName("MarkCallback")
            .WithSummary("Say that a number is taken care of")
            .WithDescription("`taken` shows the others who calls back; `noted` keeps a note alone; `done` takes the number off the list until it calls in vain again. The number may be written in any way.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        callbacks.MapDelete("/{number}", UnmarkCallback)
            .RequireAuthorization(Policies.Operator)
            .WithName("UnmarkCallback")
            .WithSummary("Take a mark back")
            .WithDescription("The number is listed again as if it had not been marked, unless it was called back meanwhile.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return callbacks;
    }

    private static async Task<Results<Ok<CallbackList>, ProblemHttpResult>> ListCallbacks(HttpContext context, CallbackSearch search, CancellationToken cancellationToken)
    {
        var parameters = new QueryParameters(context.Request.Query, [Paging.LimitName]);
        var limit = Paging.ReadLimit(parameters) ?? Paging.MaxLimit;
        return parameters.Problem is { } problem ? problem : TypedResults.Ok(await search.ListAsync(limit, cancellationToken));
    }

    private static async Task<Results<Ok<CallbackMark>, ProblemHttpResult>> MarkCallback(
        string number, CallbackMarkRequest request, ClaimsPrincipal user, CallbackMarking marking, CancellationToken cancellationToken)
    {
        if (request.Mistake is { } mistake)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "invalid_mark", mistake);
        }

        return await marking.MarkAsync(WithSlashes(number), request, user.Identity?.Name ?? "", cancellationToken) is { } mark
            ? TypedResults.Ok(mark)
            : Problem.Of(StatusCodes.Status404NotFound, "callback_not_found", "This number does not wait to be called back. GET /api/callbacks lists those that do.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UnmarkCallback(string number, CallbackMarking marking) =>
        await marking.UnmarkAsync(WithSlashes(number))
            ? TypedResults.NoContent()
            : Problem.Of(StatusCodes.Status404NotFound, "callback_mark_not_found", "This number has no mark. GET /api/callbacks shows those of the numbers that wait.");

    /// <summary>Routing leaves an escaped slash escaped; numbers are written with slashes too.</summary>
    private static string WithSlashes(string number) => number.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
