using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>A call: what its events say together. Null is what they do not tell.</summary>
internal record Call
{
    /// <summary>The call's uuid, as Bulutfon sent it.</summary>
    public required string Uuid { get; init; }

    /// <summary>The name of the hook that posted its earliest event.</summary>
    public required string Hook { get; init; }

    /// <summary><c>IN</c>, <c>OUT</c> or <c>LOCAL</c>, or another value as Bulutfon sent it.</summary>
    public required string? Direction { get; init; }

    /// <summary>The caller's number, or a text such as <c>anonymous</c>.</summary>
    public required string? Caller { get; init; }

    /// <summary>The called number.</summary>
    public required string? Callee { get; init; }

    /// <summary>The customer's own number that was called, or called from.</summary>
    public required string? Did { get; init; }

    /// <summary>When the call began; where no event tells, the time of its earliest event.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When a person answered; of an outgoing call the far end.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>What became of it, as of now: <c>answered</c>, <c>missed</c>, <c>abandoned_in_menu</c>, <c>rejected</c>, <c>busy</c>, <c>fax</c>, <c>in_progress</c> or <c>unknown</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why, for programs; a code keeps its meaning.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, for people.</summary>
    public required LocalText ReasonText { get; init; }

    /// <summary>The event that decided it; null if it was the absence of one.</summary>
    public required long? DecidingEventId { get; init; }

    /// <summary>Seconds from the beginning until a person answered or the caller gave up, menus included.</summary>
    public required double? WaitSeconds { get; init; }

    /// <summary>Seconds with a person; 0 if nobody answered.</summary>
    public required double? TalkSeconds { get; init; }

    /// <summary>Seconds in menus.</summary>
    public required double? MenuSeconds { get; init; }

    /// <summary>The extension that answered first.</summary>
    public required string? AnsweredBy { get; init; }

    /// <summary>What the call reached, in its order.</summary>
    public required IReadOnlyList<CallStation> Path { get; init; }

    /// <summary><c>caller</c>, <c>callee</c> or <c>pbx</c>.</summary>
    public required string? HungUpBy { get; init; }

    /// <summary>The hangup cause, as Bulutfon sent it.</summary>
    public required string? HangupCause { get; init; }

    /// <summary>The cause's number in ITU-T Q.850; null for causes without one.</summary>
    public required int? HangupCauseQ850 { get; init; }

    /// <summary>What the cause means; null for one that nobody has documented.</summary>
    public required LocalText? HangupCauseText { get; init; }

    /// <summary>Whether it was recorded: <c>available</c>, <c>removed</c> or <c>none</c>.</summary>
    public required string? Recording { get; init; }

    /// <summary>The call's page in Bulutfon's panel.</summary>
    public required string? CdrUrl { get; init; }

    /// <summary>The call in Bulutfon's REST API.</summary>
    public required string? CdrApiUrl { get; init; }

    /// <summary>Whether it was started through Bulutfon's API.</summary>
    public required bool Autodial { get; init; }

    /// <summary>The customer's own text from the request that started it.</summary>
    public required string? AdditionalData { get; init; }

    public static Call Of(CallSummary summary) => new(summary);

    [SetsRequiredMembers]
    protected Call(CallSummary summary)
    {
        Uuid = summary.Uuid;
        Hook = summary.Hook;
        Direction = summary.Direction;
        Caller = summary.Caller;
        Callee = summary.Callee;
        Did = summary.Did;
        StartedAt = UnixTime.ToTime(summary.StartedAt);
        AnsweredAt = UnixTime.ToTime(summary.AnsweredAt);
        EndedAt = UnixTime.ToTime(summary.EndedAt);
        Outcome = summary.Outcome.WireName();
        Reason = summary.Reason.Code;
        ReasonText = LocalText.Of(summary.ReasonText);
        DecidingEventId = summary.DecidingEventId;
        WaitSeconds = summary.WaitSeconds;
        TalkSeconds = summary.TalkSeconds;
        MenuSeconds = summary.MenuSeconds;
        AnsweredBy = summary.AnsweredBy;
        Path = [.. summary.Path.Select(CallStation.Of)];
        HungUpBy = summary.HungUpBy;
        HangupCause = summary.HangupCause;
        HangupCauseQ850 = summary.HangupCauseInfo?.Q850;
        HangupCauseText = summary.HangupCauseInfo is { } info ? LocalText.Of(info.Text) : null;
        Recording = summary.Recording.WireName();
        CdrUrl = summary.CdrUrl;
        CdrApiUrl = summary.CdrApiUrl;
        Autodial = summary.Autodial;
        AdditionalData = summary.AdditionalData;
    }
}

/// <summary>A page of calls.</summary>
/// <param name="Items">The calls, in the order that was asked for.</param>
/// <param name="NextCursor">Gives the next page as the parameter <c>cursor</c>; null if this is the last.</param>
internal sealed record CallPage(IReadOnlyList<Call> Items, string? NextCursor)
{
    /// <summary>The last event that the calls know of, if they had not caught up with what was received in time; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IndexedTo { get; init; }
}
