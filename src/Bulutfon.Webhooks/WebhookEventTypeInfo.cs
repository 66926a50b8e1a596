namespace Bulutfon.Webhooks;

/// <summary>One documented event type.</summary>
public sealed class WebhookEventTypeInfo
{
    internal WebhookEventTypeInfo(EventType eventType, string[] aliases, Type recordType, Func<EventHead, BodyObject, WebhookEvent> bind)
    {
        EventType = eventType;
        Aliases = aliases;
        RecordType = recordType;
        Bind = bind;
    }

    /// <summary>The canonical name, under which events are stored and queried.</summary>
    public EventType EventType { get; }

    /// <summary>The other names for it in Bulutfon's documentation.</summary>
    public IReadOnlyList<string> Aliases { get; }

    /// <summary>The record that it is bound to.</summary>
    public Type RecordType { get; }

    internal Func<EventHead, BodyObject, WebhookEvent> Bind { get; }
}
