using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Privacy;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>The events that were received.</summary>
internal static class EventsApi
{
    public static RouteGroupBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapReadingGroup("/api/events", "Events");
        events.MapGet("/", ListEvents)
            .WithName("ListEvents")
            .WithSummary("Find events")
            .WithDescription("""
                A page of events, newest first unless `order=asc`. Filters are combined; a list, separated by commas, means any of its values. `from` is inclusive,
                `to` exclusive, both about `occurred_at`; `time_limit` replaces them. The next page is at the `Link` header with `rel="next"`, or has the same
                parameters and `cursor` from `next_cursor`. Events that were answered 200 before the request are found; only if the search cannot
                catch up within a second, `indexed_to` says how far it is.
                """)
            .DescribeParameters(QueryDocumentation.OfEvents)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        events.MapGet("/{id:long}", GetEvent)
            .WithName("GetEvent")
            .WithSummary("One event")
            .WithDescription("The event under the id that its post was answered with.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
        events.MapGet("/{id:long}/payload", GetEventPayload)
            .WithName("GetEventPayload")
            .WithSummary("An event's body as it came")
            .WithDescription("Byte by byte and with the content type that it was posted with, as an attachment.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status410Gone);
        return events;
    }

    private static async Task<Results<Ok<EventPage>, ProblemHttpResult>> ListEvents(
        HttpContext context, EventSearch search, IOptions<DisplayOptions> display, TimeProvider time, CancellationToken cancellationToken)
    {
        var (query, problem) = EventQuery.Read(context.Request.Query, display.Value.Zone, time.GetUtcNow());
        if (problem is not null)
        {
            return problem;
        }

        var page = await search.ReadPageAsync(query, cancellationToken);
        NextLink.Add(context, page.NextCursor);
        return TypedResults.Ok(page);
    }

    private static async Task<Results<Ok<StoredEvent>, ProblemHttpResult>> GetEvent(long id, IJournal journal, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        var row = await context.Journal.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return row is null ? await MissingAsync(context, id, cancellationToken) : TypedResults.Ok(StoredEvent.Of(row));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetEventPayload(
        HttpContext http, long id, IJournal journal, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        var payload = await context.Journal.AsNoTracking().Where(row => row.Id == id)
            .Select(row => new Payload(row.ContentType, row.Body)).SingleOrDefaultAsync(cancellationToken);
        return payload is null ? await MissingAsync(context, id, cancellationToken) : payload.Download(http, FormattableString.Invariant($"event-{id}"));
    }

    private static async Task<ProblemHttpResult> MissingAsync(JournalContext context, long id, CancellationToken cancellationToken) =>
        await ErasedProblems.FindAsync(context, ErasedRow.Event, id, cancellationToken)
        ?? Problem.Of(StatusCodes.Status404NotFound, "event_not_found", "There is no event with this id. GET /api/events lists those that there are.");
}
