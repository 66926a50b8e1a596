using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>The answer for what was erased: 410, and when.</summary>
internal static class ErasedProblems
{
    /// <param name="context">The journal.</param>
    /// <param name="kind">What it was: one of <see cref="ErasedRow"/>'s kinds.</param>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if it was not erased.</returns>
    public static async Task<ProblemHttpResult?> FindAsync(JournalContext context, string kind, long id, CancellationToken cancellationToken)
    {
        if (await context.Erased.AsNoTracking().SingleOrDefaultAsync(row => row.Kind == kind && row.Id == id, cancellationToken) is not { } erased)
        {
            return null;
        }

        var problem = Problem.Of(StatusCodes.Status410Gone, $"{kind}_erased", $"This {kind} was erased on request, with all that it held. Nothing can bring it back.");
        problem.ProblemDetails.Extensions["erased_at"] = UnixTime.ToTime(erased.ErasedAt);
        return problem;
    }
}
