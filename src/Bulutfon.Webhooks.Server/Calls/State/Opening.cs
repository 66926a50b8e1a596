using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>How well an event tells that a call began. The numbers are stored in <see cref="CallState"/>: add, never renumber.</summary>
internal enum OpeningKind : byte
{
    /// <summary><c>call_init</c> or <c>fax_init</c>.</summary>
    Init = 0,

    /// <summary>An arrival at a menu, group or extension.</summary>
    Arrival = 1,

    /// <summary>An event of a type that nobody has documented.</summary>
    Other = 2,
}

/// <summary>The event that tells best how a call began: the best kind, then the earliest, then the first sequence.</summary>
internal sealed record Opening(OpeningKind Kind, long Timestamp, long Id, Parties Parties)
{
    public static Opening? Of(CommittedEvent committed) => committed.Event switch
    {
        null or CallHangup or MissingCall => null,
        CallInit or FaxInit => Of(OpeningKind.Init, committed),
        CallInitMenu or CallInitGroup or CallInitExtension => Of(OpeningKind.Arrival, committed),
        _ => Of(OpeningKind.Other, committed),
    };

    public static Opening? Better(Opening? one, Opening? other)
    {
        if (one is null || other is null)
        {
            return one ?? other;
        }

        return (one.Kind, one.Timestamp, one.Id).CompareTo((other.Kind, other.Timestamp, other.Id)) <= 0 ? one : other;
    }

    private static Opening Of(OpeningKind kind, CommittedEvent committed) => new(kind, committed.Timestamp, committed.Id, Parties.Of(committed.Event!));
}
