using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Callbacks;

/// <summary>A number that waits to be called back.</summary>
internal sealed record Callback
{
    /// <summary>The number, with the country code; the last part of the address under which it is marked.</summary>
    public required string Number { get; init; }

    /// <summary>How many calls of it nobody answered and nobody returned.</summary>
    public required int Count { get; init; }

    /// <summary>When the first of them began: it waits since then.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When the last of them began.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How long it has waited to be called back, in whole seconds.</summary>
    public required long WaitingSeconds { get; init; }

    /// <summary>The longest that the caller held the line on one of the calls, in seconds; null if no event tells.</summary>
    public required double? WaitSeconds { get; init; }

    /// <summary>The customer's own numbers that were called, the latest first.</summary>
    public required IReadOnlyList<string> Dids { get; init; }

    /// <summary>The last call: <c>GET /api/calls/{uuid}</c>.</summary>
    public required string LastUuid { get; init; }

    /// <summary>Who takes care of it; null if nobody said so.</summary>
    public required CallbackMark? Mark { get; init; }
}

/// <summary>The numbers that wait to be called back.</summary>
/// <param name="Items">The numbers, longest waiting first.</param>
/// <param name="Total">How many there are, also those beyond the limit.</param>
internal sealed record CallbackList(IReadOnlyList<Callback> Items, int Total)
{
    /// <summary>The last event that the list knows of, if the calls had not caught up with what was received in time; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IndexedTo { get; init; }
}
