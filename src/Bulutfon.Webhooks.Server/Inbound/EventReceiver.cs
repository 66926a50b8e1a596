using System.Runtime.CompilerServices;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>The story of one post: read the body, make it an event, commit it, answer. What is no event is kept as a rejection.</summary>
internal sealed class EventReceiver(IJournal journal, IOptionsMonitor<InboundOptions> options, BodyMemory memory, ReceiptTally tally, TimeProvider time)
{
    private static readonly string[] NoCompression = ["", "identity", "none", "utf-8", "utf8", "us-ascii", "ascii", "7bit", "8bit", "binary", "null", "plain", "text", "iso-8859-1", "iso-8859-9", "windows-1254"];

    /// <summary>The whole story.</summary>
    public async Task<Results<Ok<Receipt>, ProblemHttpResult>> ReceiveAsync(HttpContext context)
    {
        var taken = context.Features.Get<Unstored>() is { } known ? new Taken(known) : await TakeAsync(context.Request, context.User.HookName());
        if (taken.Unstored is not { } unstored)
        {
            return TypedResults.Ok(taken.Receipt);
        }

        return unstored.Refusal is null
            ? StoreProblems.Unavailable(context, unstored.UnavailableOrThrow())
            : await RejectAsync(context, unstored);
    }

    /// <summary>Reads, makes an event and commits it; what is not stored is left to the caller.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Taken> TakeAsync(HttpRequest request, string hook)
    {
        try
        {
            var body = await RequestBody.ReadAsync(request, options.CurrentValue.MaxBodyBytes, memory);
            var receivedAt = UnixTime.Of(time.GetUtcNow());
            var (newEvent, refusal) = Read(request, body, hook, receivedAt);
            if (newEvent is null)
            {
                return new Taken(new Unstored(hook, body, receivedAt, refusal, Exception: null));
            }

            var appended = await journal.AppendAsync(newEvent);
            tally.Accepted(hook, newEvent.Event.EventType.Value, appended.Duplicate, body.Bytes.Length, receivedAt);
            return new Taken(new Receipt(appended.Id, appended.Duplicate));
        }
        catch (JournalUnavailableException exception)
        {
            tally.Failed(hook);
            return new Taken(Unstored.Of(exception));
        }
    }

    /// <summary>Makes a body an event, as it would be if it arrived now; the retry of a rejection does that too.</summary>
    public static (NewEvent? Event, Refusal? Refusal) Read(string? contentType, byte[] body, string hook, long receivedAt)
    {
        if (WebhookBodyFormats.Detect(contentType, body) is not { } format)
        {
            return (null, Refusal.ForMediaType(contentType));
        }

        var result = WebhookEventParser.Parse(body, format);
        return result.IsEvent
            ? (new NewEvent(hook, receivedAt, contentType, body, result.Event, result.ContentHash), null)
            : (null, Refusal.For(result.Error));
    }

    private (NewEvent? Event, Refusal? Refusal) Read(HttpRequest request, RequestBody body, string hook, long receivedAt)
    {
        if (body.IsOversized)
        {
            return (null, Refusal.ForSize(options.CurrentValue.MaxBodyBytes));
        }

        var encoding = request.Headers.ContentEncoding;
        return encoding.Count == 0 || IsPlain(encoding.ToString())
            ? Read(request.ContentType, body.Bytes, hook, receivedAt)
            : (null, Refusal.ForEncoding(encoding.ToString()));
    }

    /// <summary>Whether a Content-Encoding says nothing of compression: nothing at all, <c>identity</c>, or what belongs into other headers, such as a character set.</summary>
    public static bool IsPlain(string contentEncoding) =>
        contentEncoding.Split(',').All(each => NoCompression.Contains(each.Trim().Trim('"'), StringComparer.OrdinalIgnoreCase));

    private async Task<ProblemHttpResult> RejectAsync(HttpContext context, Unstored unstored)
    {
        var refusal = unstored.Refusal!;
        try
        {
            var kept = await journal.RejectAsync(unstored.ToRejection(context.Request.ContentType));
            tally.Rejected(unstored.Hook, refusal.Code);
            if (refusal.Status == StatusCodes.Status415UnsupportedMediaType)
            {
                // RFC 9110, 15.5.16: what would have been accepted.
                context.Response.Headers[HeaderNames.Accept] = "application/json, application/x-www-form-urlencoded";
            }

            var problem = refusal.ToProblem(refusal.Status);
            if (kept.Id > 0)
            {
                problem.ProblemDetails.Extensions[ProblemNote.RejectionMember] = kept.Id;
            }

            return problem;
        }
        catch (JournalUnavailableException exception)
        {
            tally.Failed(unstored.Hook);
            return StoreProblems.Unavailable(context, exception);
        }
    }
}
