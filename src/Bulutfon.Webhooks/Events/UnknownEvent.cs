using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>
/// An event of a type that nobody had documented when this library was made. It is an event like any other: the documented
/// fields are read, all others are in <see cref="WebhookEvent.AdditionalProperties"/>.
/// </summary>
public sealed record UnknownEvent : WebhookEvent
{
    /// <summary>An event to be filled in.</summary>
    /// <param name="eventType">Its type, as sent.</param>
    public UnknownEvent(EventType eventType)
        : base(eventType)
    {
    }

    [SetsRequiredMembers]
    internal UnknownEvent(EventHead head, BodyObject body)
        : base(head, body)
    {
        HangupCause = body.Open<HangupCause>("hangup_cause"u8);
        HangupDetail = body.Text("hangup_detail"u8);
        ResultDisposition = body.Text("result_disposition"u8);
        TalkDuration = body.Number("talk_duration"u8);
        CdrUrl = body.Text("cdr_url"u8);
        CdrApiUrl = body.Text("cdr_api_url"u8);
        Cdr = Cdr.Bind(body, "cdr"u8);
        AdditionalProperties = body.RestOfEvent();
    }

    /// <summary>Why the call ended. <c>NORMAL_CLEARING</c> does not say that a person answered.</summary>
    public HangupCause? HangupCause { get; init; }

    /// <summary>Who ended it and how, such as <c>send_bye</c> or <c>recv_cancel</c>. Since 2021.</summary>
    public string? HangupDetail { get; init; }

    /// <summary>The result: <c>SUCCESS</c> when a person answered. Since 2021.</summary>
    public string? ResultDisposition { get; init; }

    /// <summary>Seconds of talk, listening to a menu included. Since 2021.</summary>
    public long? TalkDuration { get; init; }

    /// <summary>The call's page in Bulutfon's panel. Since 2021.</summary>
    public string? CdrUrl { get; init; }

    /// <summary>The call in Bulutfon's REST API. Since 2021.</summary>
    public string? CdrApiUrl { get; init; }

    /// <summary>The call detail record. Until 2020.</summary>
    [JsonPropertyOrder(10)]
    public Cdr? Cdr { get; init; }
}
