using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Callbacks;
using Bulutfon.Webhooks.Server.Outbound.Calls;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>The call of an event in Bulutfon's documentation, as the server makes it.</summary>
internal static class CallExamples
{
    private static readonly CommittedEvent Hangup = Committed(EventExamples.Hangup.Event());

    private static readonly CallSummary Summary = CallSummary.Of(CallState.Of(Hangup), Hangup.Timestamp, new CallsOptions());

    public static Call Item { get; } = Call.Of(Summary);

    public static CallDetails Details { get; } = new(Summary, CallTimeline.Of([Hangup], Summary), isShortened: false);

    public static CallbackMark Mark { get; } = new() { State = CallbackMark.Taken, Note = "Calls back after lunch", By = "ayse", At = Item.StartedAt.AddMinutes(10) };

    public static Callback Waiting { get; } = new()
    {
        Number = "905322041584",
        Count = 2,
        FirstAt = Item.StartedAt,
        LastAt = Item.StartedAt.AddMinutes(5),
        WaitingSeconds = 900,
        WaitSeconds = 31.5,
        Dids = ["908508850000"],
        LastUuid = Item.Uuid,
        Mark = Mark,
    };

    private static CommittedEvent Committed(WebhookEvent webhookEvent) =>
        new(42, "default", webhookEvent.Timestamp ?? 0, webhookEvent.Timestamp ?? 0, webhookEvent);
}
