using System.Diagnostics.CodeAnalysis;

namespace Bulutfon.Webhooks;

/// <summary><c>call_init_group</c>: a call reached the ring group in <see cref="WebhookEvent.Destination"/>. Since 2018; also documented as <c>incoming_call_group</c>.</summary>
public sealed record CallInitGroup : WebhookEvent
{
    /// <summary>An event to be filled in.</summary>
    public CallInitGroup()
        : base(EventType.CallInitGroup)
    {
    }

    [SetsRequiredMembers]
    internal CallInitGroup(EventHead head, BodyObject body)
        : base(head, body) => AdditionalProperties = body.RestOfEvent();
}
