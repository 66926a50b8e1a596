using System.Text.Json;
using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

/// <summary>One thing that a scenario expects of a call, by the name that the file gives it.</summary>
internal static class Expectation
{
    /// <summary>The call's value, as the file writes it.</summary>
    public static object? Actual(string name, CallSummary summary, CallTimeline timeline) => name switch
    {
        "uuid" => summary.Uuid,
        "direction" => summary.Direction,
        "caller" => summary.Caller,
        "did" => summary.Did,
        "start_is_known" => summary.StartIsKnown,
        "ended_at" => summary.EndedAt,
        "outcome" => summary.Outcome.WireName(),
        "reason" => summary.Reason.Code,
        "wait_seconds" => summary.WaitSeconds,
        "talk_seconds" => summary.TalkSeconds,
        "menu_seconds" => summary.MenuSeconds,
        "answered_by" => summary.AnsweredBy,
        "path" => string.Join(" → ", summary.Path),
        "hung_up_by" => summary.HungUpBy,
        "hangup_cause" => summary.HangupCause,
        "q850" => (double?)summary.HangupCauseInfo?.Q850,
        "recording" => summary.Recording switch { Recording.Available => "available", Recording.None => "none", Recording.Removed => "removed", _ => null },
        "cdr_url" => summary.CdrUrl,
        "autodial" => summary.Autodial,
        "additional_data" => summary.AdditionalData,
        "steps" => string.Join(", ", timeline.Steps.Select(step => step.Place is { } place ? Step(step.Kind, place) : step.Kind.WireName())),
        _ => throw new InvalidOperationException($"No scenario can expect '{name}'."),
    };

    public static object? Expected(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(each => each.GetString())),
        _ => value.GetString(),
    };

    private static string Step(TimelineKind kind, Station place) =>
        kind is TimelineKind.Ring or TimelineKind.Talk or TimelineKind.Transfer ? $"{kind.WireName()} {place}" : $"{kind.WireName()} {place.Number}";
}
