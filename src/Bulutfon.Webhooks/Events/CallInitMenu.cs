using System.Diagnostics.CodeAnalysis;

namespace Bulutfon.Webhooks;

/// <summary><c>call_init_menu</c>: a call reached the menu in <see cref="WebhookEvent.Destination"/>. Since 2018; also documented as <c>call_init_manu</c>.</summary>
public sealed record CallInitMenu : WebhookEvent
{
    /// <summary>An event to be filled in.</summary>
    public CallInitMenu()
        : base(EventType.CallInitMenu)
    {
    }

    [SetsRequiredMembers]
    internal CallInitMenu(EventHead head, BodyObject body)
        : base(head, body) => AdditionalProperties = body.RestOfEvent();
}
