using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary><c>missing_call</c>: nobody answered a call. Since 2017, with <see cref="Cdr"/> until 2019.</summary>
public sealed record MissingCall : WebhookEvent
{
    /// <summary>An event to be filled in.</summary>
    public MissingCall()
        : base(EventType.MissingCall)
    {
    }

    [SetsRequiredMembers]
    internal MissingCall(EventHead head, BodyObject body)
        : base(head, body)
    {
        HangupCause = body.Open<HangupCause>("hangup_cause"u8);
        Cdr = Cdr.Bind(body, "cdr"u8);
        AdditionalProperties = body.RestOfEvent();
    }

    /// <summary>Why the call ended.</summary>
    public HangupCause? HangupCause { get; init; }

    /// <summary>The call detail record.</summary>
    [JsonPropertyOrder(10)]
    public Cdr? Cdr { get; init; }
}
