using System.Globalization;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>What of an event fits into a row, under the names of the API. The steps of a call do not; NDJSON has them.</summary>
internal static class EventColumns
{
    public static readonly IReadOnlyList<ExportColumn<StoredEvent>> All =
    [
        new("id", 10, stored => stored.Id),
        new("occurred_at", 20, stored => stored.Event?.OccurredAt, IsTime: true),
        new("event_type", 20, stored => stored.Event?.EventType.Value),
        new("direction", 10, stored => stored.Event?.Direction?.Value),
        new("caller", 18, stored => PhoneText.Of(stored.Event?.Caller)),
        new("callee", 18, stored => PhoneText.Of(stored.Event?.Callee)),
        new("destination", 18, stored => PhoneText.Of(stored.Event?.Destination)),
        new("hangup_cause", 22, stored => (stored.Event switch
        {
            CallHangup hangup => hangup.HangupCause ?? hangup.Cdr?.HangupCause,
            MissingCall missing => missing.HangupCause ?? missing.Cdr?.HangupCause,
            UnknownEvent unknown => unknown.HangupCause ?? unknown.Cdr?.HangupCause,
            _ => null,
        })?.Value),
        new("hangup_detail", 16, stored => stored.Event switch
        {
            CallHangup hangup => hangup.HangupDetail ?? hangup.Cdr?.HangupDisposition,
            MissingCall missing => missing.Cdr?.HangupDisposition,
            UnknownEvent unknown => unknown.HangupDetail ?? unknown.Cdr?.HangupDisposition,
            _ => null,
        }),
        new("result_disposition", 20, stored => (stored.Event as CallHangup)?.ResultDisposition ?? (stored.Event as UnknownEvent)?.ResultDisposition),
        new("talk_duration", 14, stored => (stored.Event as CallHangup)?.TalkDuration ?? (stored.Event as UnknownEvent)?.TalkDuration),
        new("call_price", 12, stored => Price(CdrOf(stored.Event)?.CallPrice)),
        new("autodial", 10, stored => stored.Event?.Autodial switch { true => "true", false => "false", null => null }),
        new("additional_data", 20, stored => stored.Event?.AdditionalData),
        new("uuid", 38, stored => stored.Event?.Uuid),
        new("cdr_url", 30, stored => (stored.Event as CallHangup)?.CdrUrl ?? (stored.Event as UnknownEvent)?.CdrUrl),
        new("hook", 12, stored => stored.Hook),
        new("received_at", 20, stored => stored.ReceivedAt, IsTime: true),
        new("delivery_count", 14, stored => (long)stored.DeliveryCount),
    ];

    private static Cdr? CdrOf(WebhookEvent? webhookEvent) => webhookEvent switch
    {
        CallHangup hangup => hangup.Cdr,
        MissingCall missing => missing.Cdr,
        UnknownEvent unknown => unknown.Cdr,
        _ => null,
    };

    /// <summary>A number, if it is one.</summary>
    private static object? Price(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var price) ? price : text;
}
