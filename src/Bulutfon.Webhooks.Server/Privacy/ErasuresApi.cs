using System.Security.Claims;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>Erasing what is known of a person.</summary>
internal static class ErasuresApi
{
    public static RouteGroupBuilder MapErasures(this IEndpointRouteBuilder routes)
    {
        var erasures = routes.MapReadingGroup("/api/erasures", "Erasures");
        erasures.RequireAuthorization(Policies.Admin);
        erasures.MapPost("/", RequestErasure)
            .WithName("RequestErasure")
            .WithSummary("Erase a phone number")
            .WithDescription("""
                Deletes every event and every rejection whose body has the number anywhere, however it is written and escaped, and its call-back marks; then makes the
                projections anew and empties the write-ahead log. Runs behind the answer, one request at a time, and goes on after a restart: poll the address in
                `Location`. Events that arrive before it has read the last one are erased too; what arrives later is kept. Backups made before still hold the number.
                """)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        erasures.MapGet("/{id:long}", GetErasure)
            .WithName("GetErasure")
            .WithSummary("How far an erasure is")
            .WithDescription("What was erased, when and for whom; never the number. `state` is `done` when nothing of it is left in the files; `copies` names files beside them that an erasure does not reach.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        return erasures;
    }

    private static async Task<Results<Accepted<Erasure>, ProblemHttpResult>> RequestErasure(
        ErasureRequest request, ClaimsPrincipal user, Erasures erasures, IJournal journal, CancellationToken cancellationToken)
    {
        if (WrittenNumber.Of(request.Number) is not { } number)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "invalid_number", $"'number' is missing or no phone number. Allowed: {WrittenNumber.FewestDigits} to 32 digits, with blanks, '+', '-', '.' and parentheses.");
        }

        var id = await erasures.RequestAsync(number, user.Identity?.Name ?? "");
        var row = await ReadAsync(id, journal, cancellationToken);
        return TypedResults.Accepted(FormattableString.Invariant($"/api/erasures/{id}"), Erasure.Of(row!, erasures.ReadTo(id), journal.Copies));
    }

    private static async Task<Results<Ok<Erasure>, ProblemHttpResult>> GetErasure(long id, Erasures erasures, IJournal journal, CancellationToken cancellationToken) =>
        await ReadAsync(id, journal, cancellationToken) is { } row
            ? TypedResults.Ok(Erasure.Of(row, erasures.ReadTo(id), journal.Copies))
            : Problem.Of(StatusCodes.Status404NotFound, "erasure_not_found", "There is no erasure with this id. POST /api/erasures answers with the address of its report.");

    private static async Task<ErasureRow?> ReadAsync(long id, IJournal journal, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        return await context.Erasures.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
    }
}
