using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Verbs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>What an orchestrator asks.</summary>
internal static class HealthApi
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", () => TypedResults.Ok(new HealthStatus("live", VerbHelp.Version)))
            .WithName("GetLiveness")
            .WithSummary("Whether the process answers");
        health.MapGet("/ready", GetReadiness)
            .WithName("GetReadiness")
            .WithSummary("Whether events can be committed")
            .WithDescription("""
                As the last commit went; if that was more than five seconds ago, something small is committed to see. While events cannot be committed the problem
                has the cause in `reason` (`disk_full`, `locked`, `read_only`, `io_error`, `corrupt`, `file_missing`, `database_away`, `queue_full`, …) and its beginning in `since`.
                """)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return routes;
    }

    private static async Task<Results<Ok<HealthStatus>, ProblemHttpResult>> GetReadiness(
        HttpContext context, Readiness readiness, IJournal journal, CancellationToken cancellationToken) =>
        await readiness.CheckAsync(cancellationToken) is { } outage
            ? StoreProblems.Unready(context, outage, journal.Status.TimeToDrain)
            : TypedResults.Ok(new HealthStatus("ready"));
}

/// <summary>The state of the server.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
/// <param name="Version">The server's version; in the answer of <c>/health/live</c> alone.</param>
internal sealed record HealthStatus(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Version = null);
