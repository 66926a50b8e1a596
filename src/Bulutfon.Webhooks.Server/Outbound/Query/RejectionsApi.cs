using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>What was refused and kept.</summary>
internal static class RejectionsApi
{
    public static RouteGroupBuilder MapRejections(this IEndpointRouteBuilder routes)
    {
        var rejections = routes.MapReadingGroup("/api/rejections", "Rejections");
        rejections.MapGet("/", ListRejections)
            .WithName("ListRejections")
            .WithSummary("Find what was refused")
            .WithDescription("A page of rejections in the order of arrival, newest first unless `order=asc`; `from` is inclusive, `to` exclusive, both about `received_at`.")
            .DescribeParameters(QueryDocumentation.OfRejections)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        rejections.MapGet("/{id:long}", GetRejection)
            .WithName("GetRejection")
            .WithSummary("One rejection")
            .WithDescription("The rejection under the `rejection_id` that its post was answered with. The oldest make room for new ones.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
        rejections.MapGet("/{id:long}/payload", GetRejectionPayload)
            .WithName("GetRejectionPayload")
            .WithSummary("A rejected body as it came")
            .WithDescription("Byte by byte and with the content type that it was posted with, as an attachment; of a body over the limit its beginning.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
        rejections.MapPost("/{id:long}/retry", RetryRejection)
            .RequireAuthorization(Policies.Admin)
            .WithName("RetryRejection")
            .WithSummary("Read a rejected body again")
            .WithDescription("Makes it an event if this version can read it; the event is dated by the body's first arrival. 422 says why it still cannot be read, 409 that it already is an event or was not kept whole.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        return rejections;
    }

    public static ProblemHttpResult NotFound() =>
        Problem.Of(StatusCodes.Status404NotFound, "rejection_not_found", "There is no rejection with this id; the oldest make room for new ones. GET /api/rejections lists those that there are.");

    private static async Task<ProblemHttpResult> MissingAsync(JournalContext context, long id, CancellationToken cancellationToken) =>
        await ErasedProblems.FindAsync(context, ErasedRow.Rejection, id, cancellationToken) ?? NotFound();

    private static async Task<Results<Ok<RejectionPage>, ProblemHttpResult>> ListRejections(
        HttpContext http, RejectionSearch search, IOptions<DisplayOptions> display, CancellationToken cancellationToken)
    {
        var (query, problem) = RejectionQuery.Read(http.Request.Query, display.Value.Zone);
        if (problem is not null)
        {
            return problem;
        }

        var page = await search.ReadPageAsync(query, cancellationToken);
        NextLink.Add(http, page.NextCursor);
        return TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<Rejection>, ProblemHttpResult>> GetRejection(long id, IJournal journal, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        var rejection = await context.Rejections.AsNoTracking().Where(row => row.Id == id).Select(Rejection.FromRow).SingleOrDefaultAsync(cancellationToken);
        return rejection is null ? await MissingAsync(context, id, cancellationToken) : TypedResults.Ok(rejection);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetRejectionPayload(
        HttpContext http, long id, IJournal journal, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        var payload = await context.Rejections.AsNoTracking().Where(row => row.Id == id)
            .Select(row => new Payload(row.ContentType, row.Body)).SingleOrDefaultAsync(cancellationToken);
        return payload is null ? await MissingAsync(context, id, cancellationToken) : payload.Download(http, FormattableString.Invariant($"rejection-{id}"));
    }

    private static Task<Results<Ok<Receipt>, ProblemHttpResult>> RetryRejection(long id, RejectionRetry retry, CancellationToken cancellationToken) =>
        retry.RetryAsync(id, cancellationToken);
}
