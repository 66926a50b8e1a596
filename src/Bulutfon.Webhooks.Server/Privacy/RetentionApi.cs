using System.Security.Claims;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>How long things are kept, and the confirmation that deleting may wait for.</summary>
internal static class RetentionApi
{
    public static RouteGroupBuilder MapRetention(this IEndpointRouteBuilder routes)
    {
        var retention = routes.MapReadingGroup("/api/retention", "Retention");
        retention.MapGet("/", GetRetention)
            .WithName("GetRetention")
            .WithSummary("Show how long things are kept")
            .WithDescription("The ages at which events and rejections are deleted, and whether a leap of the clock makes deleting wait for an admin.");
        retention.MapPost("/confirmation", ConfirmRetention)
            .RequireAuthorization(Policies.Admin)
            .WithName("ConfirmRetention")
            .WithSummary("Confirm the server's clock")
            .WithDescription("""
                Says that the server's clock is right although it is more than a day ahead of the expected time, as after a long stop or a restored backup. What is too old
                by that clock is then deleted for good. 409 if nothing waits. Do not confirm a wrong clock: set it, and retention goes on by itself.
                """)
            .ProducesProblem(StatusCodes.Status409Conflict);
        return retention;
    }

    private static Task<RetentionStatus> GetRetention(RetentionConfirmation confirmation, CancellationToken cancellationToken) => confirmation.ReadAsync(cancellationToken);

    private static async Task<Results<Ok<RetentionStatus>, ProblemHttpResult>> ConfirmRetention(
        ClaimsPrincipal user, RetentionConfirmation confirmation, CancellationToken cancellationToken) =>
        await confirmation.ConfirmAsync(user.Identity?.Name ?? "", cancellationToken)
            ? TypedResults.Ok(await confirmation.ReadAsync(cancellationToken))
            : Problem.Of(StatusCodes.Status409Conflict, "nothing_waits", "Retention waits for no confirmation. GET /api/retention shows whether it does.");
}
