namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>Every number that an event has in its own fields, also those of its call detail record.</summary>
internal static class EventNumbers
{
    public static IEnumerable<string> Of(WebhookEvent webhookEvent) =>
        new[] { webhookEvent.Caller, webhookEvent.Callee, webhookEvent.Destination }.Concat(Of(CdrOf(webhookEvent))).OfType<string>();

    private static Cdr? CdrOf(WebhookEvent webhookEvent) => webhookEvent switch
    {
        CallHangup hangup => hangup.Cdr,
        MissingCall missing => missing.Cdr,
        UnknownEvent unknown => unknown.Cdr,
        _ => null,
    };

    private static IEnumerable<string?> Of(Cdr? cdr) => cdr is null ? [] :
    [
        cdr.Caller,
        cdr.Callee,
        cdr.Extension,
        .. cdr.CallFlow?.SelectMany(step => (step.Origination ?? []).Select(leg => leg.Destination).Prepend(step.RedirectionTarget).Prepend(step.Callee)) ?? [],
    ];
}
