using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>One thing that happened in a call, as an event says. Null is what it does not tell.</summary>
internal sealed record CallStep
{
    /// <summary>
    /// <c>start</c>, <c>did</c>, <c>menu</c>, <c>group</c>, <c>extension</c>, <c>number</c>, <c>ring</c>, <c>talk</c>, <c>transfer</c>, <c>fax</c>,
    /// <c>missing_call</c>, <c>hangup</c>, or <c>event</c> for a type that nobody has documented.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Where it happened.</summary>
    public required CallStation? Station { get; init; }

    /// <summary>When it began.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was answered.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How long it lasted, in seconds.</summary>
    public required double? Seconds { get; init; }

    /// <summary>How long it rang, in seconds.</summary>
    public required double? WaitSeconds { get; init; }

    /// <summary>How it ended, as Bulutfon sent it: the result of a leg, the cause of a hangup.</summary>
    public required string? Result { get; init; }

    /// <summary>The event that says so: <c>GET /api/events/{id}</c>.</summary>
    public required long EventId { get; init; }

    /// <summary>The event's type.</summary>
    public required string EventType { get; init; }

    public static CallStep Of(TimelineStep step) => new()
    {
        Kind = step.Kind.WireName(),
        Station = step.Place is { } place ? CallStation.Of(place) : null,
        StartedAt = UnixTime.ToTime(step.StartedAt),
        AnsweredAt = UnixTime.ToTime(step.AnsweredAt),
        EndedAt = UnixTime.ToTime(step.EndedAt),
        Seconds = step.Seconds,
        WaitSeconds = step.WaitSeconds,
        Result = step.Result,
        EventId = step.EventId,
        EventType = step.EventType,
    };
}
