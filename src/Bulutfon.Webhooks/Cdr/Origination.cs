using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>One leg of a step: an extension that rang.</summary>
public sealed record Origination
{
    /// <summary>A leg to be filled in.</summary>
    public Origination()
    {
    }

    internal Origination(BodyObject body)
    {
        Destination = body.Phone("destination"u8);
        StartTime = body.Time("start_time"u8);
        AnswerTime = body.Time("answer_time"u8);
        HangupTime = body.Time("hangup_time"u8);
        Result = body.Open<OriginationResult>("result"u8);
        AdditionalProperties = body.Rest();
    }

    /// <summary>Who rang.</summary>
    public string? Destination { get; init; }

    /// <summary>When it began to ring.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it picked up; null if it did not.</summary>
    public DateTimeOffset? AnswerTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? HangupTime { get; init; }

    /// <summary>How it ended.</summary>
    public OriginationResult? Result { get; init; }

    /// <summary>Every other field, as it came; null when there is none.</summary>
    [JsonIgnore]
    public IDictionary<string, JsonElement>? AdditionalProperties
    {
        get => ExtensionData;
        init => ExtensionData = value;
    }

    // The serializer sets extension data after construction, so it cannot be the init property itself.
    [JsonInclude]
    [JsonExtensionData]
    internal IDictionary<string, JsonElement>? ExtensionData { get; set; }
}
