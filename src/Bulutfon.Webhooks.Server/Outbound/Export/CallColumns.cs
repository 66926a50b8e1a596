using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Outbound.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>What of a call fits into a row, under the names of the API; texts for people in both languages.</summary>
internal static class CallColumns
{
    public static readonly IReadOnlyList<ExportColumn<Call>> All =
    [
        new("started_at", 20, call => call.StartedAt, IsTime: true),
        new("direction", 10, call => call.Direction),
        new("caller", 18, call => PhoneText.Of(call.Caller)),
        new("callee", 18, call => PhoneText.Of(call.Callee)),
        new("did", 18, call => PhoneText.Of(call.Did)),
        new("outcome", 18, call => call.Outcome),
        new("reason", 26, call => call.Reason),
        new("reason_text_en", 50, call => call.ReasonText.En),
        new("reason_text_tr", 50, call => call.ReasonText.Tr),
        new("wait_seconds", 12, call => Seconds(call.WaitSeconds)),
        new("talk_seconds", 12, call => Seconds(call.TalkSeconds)),
        new("menu_seconds", 12, call => Seconds(call.MenuSeconds)),
        new("answered_by", 12, call => PhoneText.Of(call.AnsweredBy)),
        new("path", 40, call => call.Path.Count > 0 ? string.Join(" → ", call.Path.Select(station => $"{station.Kind} {PhoneText.Of(station.Number)}".TrimEnd())) : null),
        new("answered_at", 20, call => call.AnsweredAt, IsTime: true),
        new("ended_at", 20, call => call.EndedAt, IsTime: true),
        new("hung_up_by", 12, call => call.HungUpBy),
        new("hangup_cause", 22, call => call.HangupCause),
        new("hangup_cause_q850", 10, call => (long?)call.HangupCauseQ850),
        new("hangup_cause_text_en", 30, call => call.HangupCauseText?.En),
        new("hangup_cause_text_tr", 30, call => call.HangupCauseText?.Tr),
        new("recording", 12, call => call.Recording),
        new("cdr_url", 30, call => call.CdrUrl),
        new("autodial", 10, call => call.Autodial ? "true" : "false"),
        new("additional_data", 20, call => call.AdditionalData),
        new("hook", 12, call => call.Hook),
        new("uuid", 38, call => call.Uuid),
    ];

    /// <summary>To the microsecond, as times are kept, and no blur of a binary fraction.</summary>
    private static decimal? Seconds(double? seconds) => seconds is { } known ? Math.Round((decimal)known, 6) : null;
}
