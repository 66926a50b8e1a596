using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>What an orchestrator asks.</summary>
internal static class HealthApi
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", () => TypedResults.Ok(new HealthStatus("live")))
            .WithName("GetLiveness")
            .WithSummary("Whether the process answers");
        health.MapGet("/ready", GetReadiness)
            .WithName("GetReadiness")
            .WithSummary("Whether events can be committed")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return routes;
    }

    private static Results<Ok<HealthStatus>, ProblemHttpResult> GetReadiness(IJournal journal) => journal.Failure is null
        ? TypedResults.Ok(new HealthStatus("ready"))
        : Problem.Of(StatusCodes.Status503ServiceUnavailable, StoreProblems.Code, "The last commit failed; the log says why.");
}

/// <summary>The state of the server.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record HealthStatus(string Status);
