using System.Diagnostics.CodeAnalysis;

namespace Bulutfon.Webhooks;

/// <summary><c>call_init_extension</c>: a call reached the extension in <see cref="WebhookEvent.Destination"/>. Since 2018; also documented as <c>incoming_call_extension</c>.</summary>
public sealed record CallInitExtension : WebhookEvent
{
    /// <summary>An event to be filled in.</summary>
    public CallInitExtension()
        : base(EventType.CallInitExtension)
    {
    }

    [SetsRequiredMembers]
    internal CallInitExtension(EventHead head, BodyObject body)
        : base(head, body) => AdditionalProperties = body.RestOfEvent();
}
