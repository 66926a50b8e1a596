using System.Diagnostics.CodeAnalysis;

namespace Bulutfon.Webhooks;

/// <summary><c>fax_init</c>: a fax began. Since 2015.</summary>
public sealed record FaxInit : WebhookEvent
{
    /// <summary>An event to be filled in.</summary>
    public FaxInit()
        : base(EventType.FaxInit)
    {
    }

    [SetsRequiredMembers]
    internal FaxInit(EventHead head, BodyObject body)
        : base(head, body) => AdditionalProperties = body.RestOfEvent();
}
