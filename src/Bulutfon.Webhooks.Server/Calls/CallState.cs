using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// All that the events of one call say, bounded in size. It is a join-semilattice: <see cref="Merge"/> is commutative,
/// associative and idempotent, because each part is a choice by a total order (how much an event says, its time, its sequence) or
/// a bounded union. So any order, repetition and split of the same events gives the same state, and the same bytes.
/// </summary>
internal sealed record CallState
{
    private const string FaxCallType = "fax";

    /// <summary>The call. Not bounded, and not among the bytes: it is the key under which they are stored.</summary>
    public required string Uuid { get; init; }

    public required FirstEvent First { get; init; }

    /// <summary>The latest time of an event, in microseconds since the Unix epoch.</summary>
    public required long LastTimestamp { get; init; }

    public required long LastReceivedAt { get; init; }

    /// <summary>The highest sequence among the events.</summary>
    public required long LastEventId { get; init; }

    public bool IsFax { get; init; }

    /// <summary>Whether an event says that the call was started through Bulutfon's API.</summary>
    public bool Autodial { get; init; }

    public Opening? Opening { get; init; }

    public Arrival[] Arrivals { get; init; } = [];

    /// <summary>The missing call, which decides that nobody answered.</summary>
    public Ending? Missing { get; init; }

    /// <summary>The hangup without a record.</summary>
    public Ending? Hangup { get; init; }

    /// <summary>The call detail record, of a hangup or a missing call.</summary>
    public CallRecord? Record { get; init; }

    /// <summary>Whether an event says that the call is over.</summary>
    public bool IsEnded => Hangup is not null || Missing is not null || Record is not null;

    /// <summary>When the call last gave a sign of life; a time that its sender puts into the future does not count.</summary>
    public long AliveAt => Math.Min(LastTimestamp, LastReceivedAt);

    /// <summary>The events that it was made of, as far as they are known: the first, the last, and those of its parts.</summary>
    public IEnumerable<long> EventIds =>
        Arrivals.Select(arrival => arrival.Id).Concat(new[] { First.Id, LastEventId, Opening?.Id, Missing?.Id, Hangup?.Id, Record?.Ending.Id }.OfType<long>());

    /// <exception cref="InvalidOperationException">The event's body can no longer be read.</exception>
    public static CallState Of(CommittedEvent committed)
    {
        var webhookEvent = committed.Event ?? throw new InvalidOperationException("The body can no longer be read as an event.");
        var cdr = (webhookEvent as CallHangup)?.Cdr ?? (webhookEvent as MissingCall)?.Cdr;
        var ending = Ending.Of(committed, cdr);
        return new CallState
        {
            Uuid = webhookEvent.Uuid,
            First = new FirstEvent(committed.Timestamp, committed.Id, BoundedText.Word(committed.Hook)!),
            LastTimestamp = committed.Timestamp,
            LastReceivedAt = committed.ReceivedAt,
            LastEventId = committed.Id,
            IsFax = webhookEvent is FaxInit || string.Equals(cdr?.CallType, FaxCallType, StringComparison.OrdinalIgnoreCase),
            Autodial = webhookEvent.Autodial == true,
            Opening = Opening.Of(committed),
            Arrivals = Arrival.Of(committed) is { } arrival ? [arrival] : [],
            Missing = webhookEvent is MissingCall ? ending : null,
            Hangup = webhookEvent is CallHangup && cdr is null ? ending : null,
            Record = cdr is null ? null : CallRecord.Of(ending!, cdr),
        };
    }

    public static CallState Merge(CallState one, CallState other)
    {
        if (ReferenceEquals(one, other))
        {
            return one;
        }

        if (one.Uuid != other.Uuid)
        {
            throw new ArgumentException("The states are of two calls.", nameof(other));
        }

        return new CallState
        {
            Uuid = one.Uuid,
            First = FirstEvent.Earlier(one.First, other.First),
            LastTimestamp = Math.Max(one.LastTimestamp, other.LastTimestamp),
            LastReceivedAt = Math.Max(one.LastReceivedAt, other.LastReceivedAt),
            LastEventId = Math.Max(one.LastEventId, other.LastEventId),
            IsFax = one.IsFax || other.IsFax,
            Autodial = one.Autodial || other.Autodial,
            Opening = Opening.Better(one.Opening, other.Opening),
            Arrivals = Calls.Arrivals.Union(one.Arrivals, other.Arrivals),
            Missing = Ending.Richer(one.Missing, other.Missing),
            Hangup = Ending.Richer(one.Hangup, other.Hangup),
            Record = CallRecord.Richer(one.Record, other.Record),
        };
    }

    public byte[] Serialize() => CallStateFormat.Write(this);

    /// <param name="uuid">The call whose state it is.</param>
    /// <param name="bytes">What <see cref="Serialize"/> gave.</param>
    /// <exception cref="InvalidDataException">The bytes are no state, or of another version: the projection has to be made anew.</exception>
    public static CallState Deserialize(string uuid, ReadOnlySpan<byte> bytes) => CallStateFormat.Read(uuid, bytes);
}
