using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Problems;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>The story of one post: read the body, make it an event, commit it, answer. What is no event is kept as a rejection.</summary>
internal sealed class EventReceiver(IJournal journal, IOptions<InboundOptions> options, BodyMemory memory, ReceiptTally tally, TimeProvider time)
{
    public async Task<Results<Ok<Receipt>, ProblemHttpResult>> ReceiveAsync(HttpContext context)
    {
        var hook = context.User.HookName();
        try
        {
            var body = await RequestBody.ReadAsync(context.Request, options.Value.MaxBodyBytes, memory);
            var receivedAt = UnixTime.Of(time.GetUtcNow());
            var (newEvent, refusal) = Read(context.Request, body, hook, receivedAt);
            if (newEvent is null)
            {
                return await RejectAsync(context.Request, body, hook, receivedAt, refusal!);
            }

            var appended = await journal.AppendAsync(newEvent);
            tally.Accepted(hook, appended.Duplicate, body.Bytes.Length);
            return TypedResults.Ok(new Receipt(appended.Id, appended.Duplicate));
        }
        catch (JournalUnavailableException exception)
        {
            tally.Failed(hook);
            return StoreProblems.Unavailable(context, exception);
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
            return (null, Refusal.ForSize(options.Value.MaxBodyBytes));
        }

        var encoding = request.Headers.ContentEncoding;
        return encoding.Count == 0 || string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase)
            ? Read(request.ContentType, body.Bytes, hook, receivedAt)
            : (null, Refusal.ForEncoding(encoding.ToString()));
    }

    private async Task<ProblemHttpResult> RejectAsync(HttpRequest request, RequestBody body, string hook, long receivedAt, Refusal refusal)
    {
        var kept = await journal.RejectAsync(new RejectionRow
        {
            Hook = hook,
            ReceivedAt = receivedAt,
            Status = refusal.Status,
            Code = refusal.Code,
            Detail = refusal.Detail,
            Path = refusal.Path,
            ByteOffset = refusal.ByteOffset,
            ContentType = request.ContentType,
            Size = body.Size,
            Body = body.Bytes,
        });
        tally.Rejected(hook, refusal.Code);
        if (refusal.Status == StatusCodes.Status415UnsupportedMediaType)
        {
            // RFC 9110, 15.5.16: what would have been accepted.
            request.HttpContext.Response.Headers[HeaderNames.Accept] = "application/json, application/x-www-form-urlencoded";
        }

        var problem = refusal.ToProblem(refusal.Status);
        if (kept.Id > 0)
        {
            problem.ProblemDetails.Extensions["rejection_id"] = kept.Id;
        }

        return problem;
    }
}
