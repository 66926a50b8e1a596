namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>A request to erase what is known of a number, and what became of it: table <c>erasures</c>. It stays as the audit line.</summary>
internal sealed class ErasureRow
{
    /// <summary>Waits for its turn, or is under way.</summary>
    public const string Requested = "requested";

    /// <summary>The rows are gone and the number is forgotten; old copies in the log and the projections go now.</summary>
    public const string Cleaning = "cleaning";

    public const string Done = "done";

    public long Id { get; init; }

    /// <summary>The number's key; null as soon as it is not needed any more.</summary>
    public string? Number { get; init; }

    public required string State { get; init; }

    /// <summary>The admin's user name.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When, in microseconds since the Unix epoch.</summary>
    public required long RequestedAt { get; init; }

    /// <summary>When it was done, in microseconds; null before.</summary>
    public long? FinishedAt { get; init; }

    /// <summary>How many events were erased.</summary>
    public long Events { get; init; }

    /// <summary>How many rejections were erased.</summary>
    public long Rejections { get; init; }

    /// <summary>How many marks of call-backs were erased.</summary>
    public long Marks { get; init; }
}

/// <summary>That an event or a rejection was erased: table <c>erased</c>.</summary>
internal sealed class ErasedRow
{
    public const string Event = "event";
    public const string Rejection = "rejection";

    /// <summary><see cref="Event"/> or <see cref="Rejection"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The id that it had.</summary>
    public required long Id { get; init; }

    /// <summary>When, in microseconds since the Unix epoch.</summary>
    public required long ErasedAt { get; init; }
}
