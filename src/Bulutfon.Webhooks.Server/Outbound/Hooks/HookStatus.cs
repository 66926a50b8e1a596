using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Hooks;

/// <summary>How a hook is doing.</summary>
internal sealed record HookStatus
{
    /// <summary>Its name, which is stored with each of its events.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may post now; false for one that posted once and is not in the configuration any more.</summary>
    public required bool Configured { get; init; }

    /// <summary>How many events of it the journal has received, repeated ones not counted.</summary>
    public required long Events { get; init; }

    /// <summary>When its first event arrived; null if none has.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? FirstEventAt { get; init; }

    /// <summary>When its last event arrived, a repeated one too; null if none has.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset? LastEventAt { get; init; }

    /// <summary>Since when it has been silent: its last event, or the start of the server if none has arrived.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset SilentSince { get; init; }

    /// <summary>How long a silence is nothing to worry about, as <c>[days.]hh:mm:ss</c>; null if that is not configured.</summary>
    public required string? ExpectEvery { get; init; }

    /// <summary>When a silence counts, as configured; null is always.</summary>
    public required string? WorkingHours { get; init; }

    /// <summary>Whether it has been silent for longer than that in working hours; null if nothing is expected of it.</summary>
    public required bool? TooSilent { get; init; }

    /// <summary>What it sent since the server started.</summary>
    public required HookCounts SinceStart { get; init; }
}

/// <summary>What a hook sent since the server started.</summary>
/// <param name="Stored">Events that were new.</param>
/// <param name="Duplicates">Events that had been received before.</param>
/// <param name="Rejections">Bodies that were refused as no event.</param>
/// <param name="RejectionsByCode">The same by the code of the refusal.</param>
/// <param name="Failed">Events that could not be stored and were answered 503.</param>
internal sealed record HookCounts(long Stored, long Duplicates, long Rejections, IReadOnlyDictionary<string, long> RejectionsByCode, long Failed);

/// <summary>All hooks.</summary>
/// <param name="Items">The hooks by name.</param>
/// <param name="StartedAt">When the server started.</param>
internal sealed record HookList(
    IReadOnlyList<HookStatus> Items, [property: JsonConverter(typeof(UtcMicrosecondsJsonConverter))] DateTimeOffset StartedAt)
{
    /// <summary>The last sequence that is counted, if counting had not caught up with the journal in time; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IndexedTo { get; init; }
}
