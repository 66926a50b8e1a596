using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>A call reached a menu, group or extension: one of the <c>call_init_*</c> events with a destination.</summary>
internal readonly record struct Arrival(PlaceKind Kind, string? Destination, long Timestamp, long Id)
{
    public static Arrival? Of(CommittedEvent committed) => committed.Event switch
    {
        CallInitMenu => Of(PlaceKind.Menu, committed),
        CallInitGroup => Of(PlaceKind.Group, committed),
        CallInitExtension => Of(PlaceKind.Extension, committed),
        _ => null,
    };

    /// <summary>The call's own order; the sequence is unique.</summary>
    public static int Compare(Arrival one, Arrival other) => (one.Timestamp, one.Id).CompareTo((other.Timestamp, other.Id));

    private static Arrival Of(PlaceKind kind, CommittedEvent committed) =>
        new(kind, BoundedText.Number(committed.Event!.Destination), committed.Timestamp, committed.Id);
}
