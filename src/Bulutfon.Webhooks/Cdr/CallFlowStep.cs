using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>One step of a call through the PBX: a menu, a ring group, an extension or a number.</summary>
public sealed record CallFlowStep
{
    /// <summary>A step to be filled in.</summary>
    public CallFlowStep()
    {
    }

    internal CallFlowStep(BodyObject body)
    {
        Callee = body.Phone("callee"u8);
        StartTime = body.Time("start_time"u8);
        AnswerTime = body.Time("answer_time"u8);
        HangupTime = body.Time("hangup_time"u8);
        Redirection = body.Open<Redirection>("redirection"u8);
        RedirectionTarget = body.Phone("redirection_target"u8);
        Origination = body.List("origination"u8, default, static leg => new Origination(leg));
        AdditionalProperties = body.Rest();
    }

    /// <summary>Who was called in this step: a menu (2 digits), a ring group (3), an extension (3 or 4) or a number.</summary>
    public string? Callee { get; init; }

    /// <summary>When the step began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it was answered; a menu answers too.</summary>
    public DateTimeOffset? AnswerTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? HangupTime { get; init; }

    /// <summary>What the step did.</summary>
    public Redirection? Redirection { get; init; }

    /// <summary>Where a redirection went.</summary>
    public string? RedirectionTarget { get; init; }

    /// <summary>The legs that rang in this step, in the order sent.</summary>
    public IReadOnlyList<Origination>? Origination { get; init; }

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
