using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>
/// A call detail record, under the web hook's names. Bulutfon's REST API has other names for five of them
/// (<c>direction</c>, <c>caller</c>, <c>callee</c>, <c>call_flow</c>, <c>hangup_state</c>): they are read too.
/// </summary>
public sealed record Cdr
{
    /// <summary>A record to be filled in.</summary>
    public Cdr()
    {
    }

    private Cdr(BodyObject body)
    {
        Uuid = body.Text("uuid"u8);
        CallType = body.Text("bf_calltype"u8);
        Direction = body.Open<Direction>("bf_direction"u8, "direction"u8);
        Caller = body.Phone("bf_caller"u8, "caller"u8);
        Callee = body.Phone("bf_callee"u8, "callee"u8);
        Extension = body.Phone("extension"u8);
        CallTime = body.Time("call_time"u8);
        AnswerTime = body.Time("answer_time"u8);
        HangupTime = body.Time("hangup_time"u8);
        MissingCall = body.Boolean("missing_call"u8);
        CallPrice = body.Text("call_price"u8);
        CallRecord = body.Boolean("call_record"u8);
        HangupCause = body.Open<HangupCause>("hangup_cause"u8);
        HangupDisposition = body.Text("sip_hangup_disposition"u8, "hangup_state"u8);
        CallFlow = body.List("callflow"u8, "call_flow"u8, static step => new CallFlowStep(step));
        AdditionalProperties = body.Rest();
    }

    /// <summary>The call, as text.</summary>
    public string? Uuid { get; init; }

    /// <summary>The kind of call, such as <c>voice</c>.</summary>
    [JsonPropertyName("bf_calltype")]
    public string? CallType { get; init; }

    /// <summary>Inbound or outbound.</summary>
    [JsonPropertyName("bf_direction")]
    public Direction? Direction { get; init; }

    /// <summary>Who called: digits without <c>+</c>, or text.</summary>
    [JsonPropertyName("bf_caller")]
    public string? Caller { get; init; }

    /// <summary>Who was called: digits without <c>+</c>, or text.</summary>
    [JsonPropertyName("bf_callee")]
    public string? Callee { get; init; }

    /// <summary>The extension or number of the customer that took part.</summary>
    public string? Extension { get; init; }

    /// <summary>When the call began.</summary>
    public DateTimeOffset? CallTime { get; init; }

    /// <summary>When the PBX answered; a menu answers too.</summary>
    public DateTimeOffset? AnswerTime { get; init; }

    /// <summary>When the call ended.</summary>
    public DateTimeOffset? HangupTime { get; init; }

    /// <summary>Whether nobody answered.</summary>
    public bool? MissingCall { get; init; }

    /// <summary>The price as written by Bulutfon, in Turkish lira: <c>0.0182</c>.</summary>
    public string? CallPrice { get; init; }

    /// <summary>
    /// Whether there is a recording. <c>YES</c> and <c>NO</c> are read as true and false; <c>REMOVED</c> (there was one) is kept
    /// as text in <see cref="AdditionalProperties"/>.
    /// </summary>
    public bool? CallRecord { get; init; }

    /// <summary>Why the call ended.</summary>
    public HangupCause? HangupCause { get; init; }

    /// <summary>Who ended it and how, such as <c>recv_bye</c> or <c>recv_cancel</c>.</summary>
    [JsonPropertyName("sip_hangup_disposition")]
    public string? HangupDisposition { get; init; }

    /// <summary>Where the call went, step by step, in the order sent.</summary>
    [JsonPropertyName("callflow")]
    public IReadOnlyList<CallFlowStep>? CallFlow { get; init; }

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

    internal static Cdr? Bind(BodyObject parent, ReadOnlySpan<byte> name) =>
        parent.Object(name, static body => new Cdr(body));
}
