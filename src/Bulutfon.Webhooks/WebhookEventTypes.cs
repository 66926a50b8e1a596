using System.Collections.Frozen;

namespace Bulutfon.Webhooks;

/// <summary>The one registry of event types: canonical name, other names in Bulutfon's documentation, and record.</summary>
public static class WebhookEventTypes
{
    private static readonly WebhookEventTypeInfo[] Registry =
    [
        new(EventType.CallInit, [], typeof(CallInit), static (head, body) => new CallInit(head, body)),
        new(EventType.CallHangup, [], typeof(CallHangup), static (head, body) => new CallHangup(head, body)),
        new(EventType.FaxInit, [], typeof(FaxInit), static (head, body) => new FaxInit(head, body)),
        new(EventType.MissingCall, [], typeof(MissingCall), static (head, body) => new MissingCall(head, body)),
        new(EventType.CallInitExtension, ["incoming_call_extension"], typeof(CallInitExtension), static (head, body) => new CallInitExtension(head, body)),
        new(EventType.CallInitGroup, ["incoming_call_group"], typeof(CallInitGroup), static (head, body) => new CallInitGroup(head, body)),
        new(EventType.CallInitMenu, ["call_init_manu"], typeof(CallInitMenu), static (head, body) => new CallInitMenu(head, body)), // sic
    ];

    private static readonly FrozenDictionary<string, WebhookEventTypeInfo> ByName = Registry
        .SelectMany(info => info.Aliases.Prepend(info.EventType.Value), (info, name) => KeyValuePair.Create(name, info))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every documented type.</summary>
    public static IReadOnlyList<WebhookEventTypeInfo> All { get; } = Registry.AsReadOnly();

    /// <summary>The canonical type for a name as sent: an alias gives its type, an unknown name stays as it is.</summary>
    /// <param name="name">The value of <c>event_type</c>.</param>
    public static EventType Canonical(string name) => Find(name)?.EventType ?? new EventType(name);

    internal static WebhookEventTypeInfo? Find(string name) => ByName.GetValueOrDefault(name);
}
