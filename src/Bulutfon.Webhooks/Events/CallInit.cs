using System.Diagnostics.CodeAnalysis;

namespace Bulutfon.Webhooks;

/// <summary><c>call_init</c>: a call began. Since 2015.</summary>
public sealed record CallInit : WebhookEvent
{
    /// <summary>An event to be filled in.</summary>
    public CallInit()
        : base(EventType.CallInit)
    {
    }

    [SetsRequiredMembers]
    internal CallInit(EventHead head, BodyObject body)
        : base(head, body) => AdditionalProperties = body.RestOfEvent();
}
