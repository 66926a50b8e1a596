using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reads the body of a rejection again, as this version of the server reads it.</summary>
internal sealed class RejectionRetry(IJournal journal) : IDisposable
{
    // One at a time: an event without a time of its own is never a duplicate, so two retries at once would store it twice.
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<Results<Ok<Receipt>, ProblemHttpResult>> RetryAsync(long id, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var context = journal.OpenContext();
            return await context.Rejections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } row
                ? await RetryAsync(row)
                : RejectionsApi.NotFound();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Results<Ok<Receipt>, ProblemHttpResult>> RetryAsync(RejectionRow row)
    {
        if (row.EventId is { } eventId)
        {
            return AlreadyRetried(eventId);
        }

        if (row.IsTruncated)
        {
            return Problem.Of(StatusCodes.Status409Conflict, "rejection_truncated", "Only the beginning of this body was kept, so it cannot be read again. Have the event posted again, with a higher Inbound:MaxBodyBytes.");
        }

        var (newEvent, refusal) = Read(row);
        if (newEvent is null)
        {
            return refusal!.ToProblem(StatusCodes.Status422UnprocessableEntity);
        }

        // Not cancelled by a client that hangs up.
        var appended = await journal.AppendRetriedAsync(row.Id, newEvent);
        return TypedResults.Ok(new Receipt(appended.Id, appended.Duplicate));
    }

    /// <summary>As a post of today would be; the event is dated by its first arrival. What was compressed still is.</summary>
    private static (NewEvent? Event, Refusal? Refusal) Read(RejectionRow row) => row.Code == Refusal.UnsupportedEncoding && !(Refusal.EncodingIn(row.Detail) is { } encoding && EventReceiver.IsPlain(encoding))
        ? (null, new Refusal(row.Status, row.Code, row.Detail))
        : EventReceiver.Read(row.ContentType, row.Body, row.Hook, row.ReceivedAt);

    private static ProblemHttpResult AlreadyRetried(long eventId)
    {
        var problem = Problem.Of(StatusCodes.Status409Conflict, "rejection_retried", FormattableString.Invariant($"A retry made this body the event {eventId} already. GET /api/events/{eventId} gives it."));
        problem.ProblemDetails.Extensions["event_id"] = eventId;
        return problem;
    }
}
