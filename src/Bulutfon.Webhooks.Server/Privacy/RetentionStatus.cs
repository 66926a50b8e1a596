using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>How long things are kept, and whether deleting waits for an admin.</summary>
internal sealed record RetentionStatus
{
    /// <summary>The age at which events are deleted, as <c>days.hours:minutes:seconds</c>; null if never.</summary>
    public required string? Events { get; init; }

    /// <summary>The age at which rejections are deleted, likewise; null if never.</summary>
    public required string? Rejections { get; init; }

    /// <summary>The leap of the clock that waits for a confirmation; null if nothing waits.</summary>
    public required RetentionWait? Waiting { get; init; }

    public static RetentionStatus Of(RetentionOptions options, RetentionState state) => new()
    {
        Events = options.Events?.ToString("c"),
        Rejections = options.Rejections?.ToString("c"),
        Waiting = state.Waiting is { } reading ? RetentionWait.Of(options, reading) : null,
    };
}

/// <summary>The clock is ahead of the expected time by more than a day, so retention deletes nothing because of it until an admin confirms the clock.</summary>
internal sealed record RetentionWait
{
    /// <summary>The server's clock at the last look, at most ten minutes ago.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset ClockAt { get; init; }

    /// <summary>The time that the last trusted one and the server's running time since explain.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset ExpectedAt { get; init; }

    /// <summary>A confirmation deletes the events that arrived before this time; null if events are kept for ever.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? EventsBefore { get; init; }

    /// <summary>A confirmation deletes the rejections that arrived before this time; null if rejections are kept for ever.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? RejectionsBefore { get; init; }

    public static RetentionWait Of(RetentionOptions options, ClockReading reading) => new()
    {
        ClockAt = reading.Now,
        ExpectedAt = reading.Expected,
        EventsBefore = reading.Now - options.Events,
        RejectionsBefore = reading.Now - options.Rejections,
    };
}
