using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Benchmarks.Parsing;

/// <summary>
/// What one would write for one known body: no aliases, no unknown fields, no forms. The baseline of parsing.
/// </summary>
internal sealed record PlainEvent
{
    public string? EventType { get; init; }

    public long? DomainId { get; init; }

    public long? AccountId { get; init; }

    public long? Caller { get; init; }

    public long? Callee { get; init; }

    public string? Uuid { get; init; }

    public string? Direction { get; init; }

    public long? Timestamp { get; init; }

    public long? Destination { get; init; }

    public long? TalkDuration { get; init; }

    public string? HangupCause { get; init; }

    public string? HangupDetail { get; init; }

    public string? ResultDisposition { get; init; }

    public string? CdrUrl { get; init; }

    public string? CdrApiUrl { get; init; }

    public PlainCdr? Cdr { get; init; }
}

internal sealed record PlainCdr
{
    public string? Uuid { get; init; }

    public string? BfCalltype { get; init; }

    public string? BfDirection { get; init; }

    public long? BfCaller { get; init; }

    public long? BfCallee { get; init; }

    public DateTimeOffset? CallTime { get; init; }

    public DateTimeOffset? AnswerTime { get; init; }

    public DateTimeOffset? HangupTime { get; init; }

    public bool? CallRecord { get; init; }

    public string? HangupCause { get; init; }

    public string? SipHangupDisposition { get; init; }

    public List<PlainStep>? Callflow { get; init; }
}

internal sealed record PlainStep
{
    public long? Callee { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? AnswerTime { get; init; }

    public DateTimeOffset? HangupTime { get; init; }

    public string? Redirection { get; init; }

    public long? RedirectionTarget { get; init; }

    public List<PlainLeg>? Origination { get; init; }
}

internal sealed record PlainLeg
{
    public long? Destination { get; init; }

    public DateTimeOffset? StartTime { get; init; }

    public DateTimeOffset? AnswerTime { get; init; }

    public DateTimeOffset? HangupTime { get; init; }

    public string? Result { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlainEvent))]
internal sealed partial class PlainJsonContext : JsonSerializerContext;
