using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>Events as they arrive and calls as they change, as server-sent events.</summary>
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
            .AddOpenApiOperationTransformer(LiveDocumentation.DescribeEvents)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapReadingGroup("/api/calls", "Calls").MapGet("/stream", StreamCalls)
            .WithMetadata(new OwnLogLines())
            .WithName("StreamCalls")
            .WithSummary("Follow calls as they change")
            .WithDescription("""
                Server-sent events, as `GET /api/events/stream` has them: `data` is a call as `GET /api/calls` lists it, sent when an event has changed it, and `id` that event's id.
                It is the call as it is now: events of one call that arrive together are one item with the id of the last, and a client that comes back with
                `Last-Event-ID` or `after` gets each call that changed meanwhile, as it has become. Ids only grow. A call that becomes `unknown` because no hangup came
                is not sent for that: no event tells it. Filters are those of `GET /api/calls` without `unreturned`, about the call as it is sent.
                """)
            .DescribeParameters(LiveDocumentation.OfCalls)
            .AddOpenApiOperationTransformer(LiveDocumentation.DescribeCalls)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        return routes;
    }

    private static async Task<Results<ServerSentEventsResult<byte[]>, ProblemHttpResult>> StreamEvents(
        HttpContext context, LiveHub<LiveEvent> hub, LivePlaces places, LiveLog log, CancellationToken cancellationToken)
    {
        // A client may come from another replica, with an id that this one has not heard of.
        var (query, problem) = LiveQuery.ReadOfEvents(context.Request, await hub.ReadLastSequenceAsync(cancellationToken));
        return problem is null ? Open(context, hub, places, log, query) : problem;
    }

    /// <summary>The ids are the journal's: after a start the calls may not be as far yet.</summary>
    private static async Task<Results<ServerSentEventsResult<byte[]>, ProblemHttpResult>> StreamCalls(
        HttpContext context, LiveHub<LiveCall> hub, IJournal journal, LivePlaces places, LiveLog log, CancellationToken cancellationToken)
    {
        var (query, problem) = LiveQuery.ReadOfCalls(context.Request, await journal.ReadLastSequenceAsync(cancellationToken));
        return problem is null ? Open(context, hub, places, log, query) : problem;
    }

    private static Results<ServerSentEventsResult<byte[]>, ProblemHttpResult> Open<TItem>(
        HttpContext context, LiveHub<TItem> hub, LivePlaces places, LiveLog log, LiveQuery<TItem> query)
        where TItem : LiveItem
    {
        if (places.TryOpen(context.Abort) is not { } place)
        {
            return Problem.Busy(context, "too_many_streams", "All streams that this server allows are open. Try again later, or raise Live:MaxStreams.", RetryAfter);
        }

        // The last is disposed first: whoever reads that the stream has ended, can have its place.
        context.Response.RegisterForDispose(log.Begin(context, place, query.After));
        context.Response.RegisterForDispose(place);
        // Else nginx keeps what is sent until it has a whole buffer.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(new LiveStream<TItem>(hub, place, query.Matches, query.After).ReadAsync(context.RequestAborted));
    }
}
