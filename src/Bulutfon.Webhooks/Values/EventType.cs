using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>What happened: <c>event_type</c>, under its canonical name (see <see cref="WebhookEventTypes"/> for the other names in Bulutfon's documentation).</summary>
/// <param name="Value">The text as Bulutfon sends it; compared ordinally.</param>
[JsonConverter(typeof(OpenValueJsonConverter<EventType>))]
public readonly record struct EventType(string Value) : IOpenValue<EventType>
{
    /// <summary><c>call_init</c>: a call began.</summary>
    public static readonly EventType CallInit = new("call_init");

    /// <summary><c>call_hangup</c>: a call ended.</summary>
    public static readonly EventType CallHangup = new("call_hangup");

    /// <summary><c>fax_init</c>: a fax began.</summary>
    public static readonly EventType FaxInit = new("fax_init");

    /// <summary><c>missing_call</c>: nobody answered a call.</summary>
    public static readonly EventType MissingCall = new("missing_call");

    /// <summary><c>call_init_extension</c>: a call reached an extension.</summary>
    public static readonly EventType CallInitExtension = new("call_init_extension");

    /// <summary><c>call_init_group</c>: a call reached a ring group.</summary>
    public static readonly EventType CallInitGroup = new("call_init_group");

    /// <summary><c>call_init_menu</c>: a call reached a menu.</summary>
    public static readonly EventType CallInitMenu = new("call_init_menu");

    private static readonly EventType[] Known = [CallInit, CallHangup, FaxInit, MissingCall, CallInitExtension, CallInitGroup, CallInitMenu];

    /// <summary>The documented values. Others occur, and are kept as they came.</summary>
    public static IReadOnlyList<EventType> KnownValues => Known;

    /// <summary>Whether the value is a documented one.</summary>
    public bool IsKnown => Array.IndexOf(Known, this) >= 0;

    static EventType IOpenValue<EventType>.Create(string value) => new(value);

    /// <summary>The text as Bulutfon sends it.</summary>
    public override string ToString() => Value ?? "";
}
