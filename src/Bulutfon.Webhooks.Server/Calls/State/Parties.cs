namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Who takes part in a call, as one event says it.</summary>
internal readonly record struct Parties(string? Direction, string? Caller, string? Callee, string? AdditionalData)
{
    public int Count => (Direction is null ? 0 : 1) + (Caller is null ? 0 : 1) + (Callee is null ? 0 : 1) + (AdditionalData is null ? 0 : 1);

    /// <summary>The fields of a call detail record count before those of the event around it.</summary>
    public static Parties Of(WebhookEvent webhookEvent, Cdr? cdr = null) => new(
        BoundedText.Word(cdr?.Direction?.Value ?? webhookEvent.Direction?.Value),
        BoundedText.Number(cdr?.Caller ?? webhookEvent.Caller),
        BoundedText.Number(cdr?.Callee ?? webhookEvent.Callee),
        BoundedText.Text(webhookEvent.AdditionalData));
}
