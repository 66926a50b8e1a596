using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>Events as they arrive, as server-sent events.</summary>
internal static class LiveApi
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapReadingGroup("/api/events", "Events").MapGet("/stream", StreamEvents)
            .WithMetadata(new OwnLogLines())
            .WithName("StreamEvents")
            .WithSummary("Follow events as they arrive")
            .WithDescription("""
                Server-sent events: `data` is an event as `GET /api/events/{id}` gives it, `id` its id, without an event name, so that `onmessage` gets it. A named event
                `heartbeat` comes at once and every 15 seconds, without an id. A client that comes back with `Last-Event-ID`, as browsers do by themselves, or `after`
                gets what it has missed, every event once and in order, also after a restart of the server; without them a stream begins now. Filters are those of
                `GET /api/events`. A client that reads too slowly is served from the journal until it has caught up.
                """)
            .DescribeParameters(LiveDocumentation.OfEvents)
            .AddOpenApiOperationTransformer(LiveDocumentation.DescribeAnswer)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }

    private static async Task<Results<ServerSentEventsResult<byte[]>, ProblemHttpResult>> StreamEvents(
        HttpContext context, LiveHub<LiveEvent> hub, LivePlaces places, LiveLog log, CancellationToken cancellationToken)
    {
        // A client may come from another replica, with an id that this one has not heard of.
        var (query, problem) = LiveQuery.Read(context.Request, await hub.ReadLastSequenceAsync(cancellationToken));
        return problem is null ? Open(context, hub, places, log, query.Matches, query.After) : problem;
    }

    private static Results<ServerSentEventsResult<byte[]>, ProblemHttpResult> Open<TItem>(
        HttpContext context, LiveHub<TItem> hub, LivePlaces places, LiveLog log, Predicate<TItem> matches, long after)
        where TItem : LiveItem
    {
        if (places.TryOpen(context.Abort) is not { } place)
        {
            return Problem.Busy(context, "too_many_streams", "All streams that this server allows are open. Try again later, or raise Live:MaxStreams.", RetryAfter);
        }

        // The last is disposed first: whoever reads that the stream has ended, can have its place.
        context.Response.RegisterForDispose(log.Begin(context, place, after));
        context.Response.RegisterForDispose(place);
        // Else nginx keeps what is sent until it has a whole buffer.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(new LiveStream<TItem>(hub, place, matches, after).ReadAsync(context.RequestAborted));
    }
}
