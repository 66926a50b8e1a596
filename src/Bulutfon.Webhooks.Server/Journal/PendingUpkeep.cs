namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>What the server itself does to the journal, beside receiving.</summary>
internal abstract class PendingUpkeep : PendingWrite
{
    public override int Size => 0;
}

/// <summary>Deletes events and rejections for good. The ids are never given again.</summary>
/// <param name="events">The ids of events; few, because whoever posts waits for the transaction.</param>
/// <param name="rejections">The ids of rejections.</param>
/// <param name="erasure">The erasure that asks for it and counts them, and when; null if they are only too old.</param>
internal sealed class PendingDeletion(IReadOnlyList<long> events, IReadOnlyList<long> rejections, (long Id, long At)? erasure = null) : PendingUpkeep
{
    public IReadOnlyList<long> Events { get; } = events;

    public IReadOnlyList<long> Rejections { get; } = rejections;

    public (long Id, long At)? Erasure { get; } = erasure;
}

/// <summary>A request to erase a number. Its result's id is that of the erasure.</summary>
/// <param name="number">The number's key.</param>
/// <param name="by">The admin's user name.</param>
/// <param name="at">When, in microseconds since the Unix epoch.</param>
internal sealed class PendingErasure(string number, string by, long at) : PendingUpkeep
{
    public string Number { get; } = number;

    public string By { get; } = by;

    public long At { get; } = at;
}

/// <summary>The rows of an erasure are gone: removes the marks of call-backs, and forgets the number.</summary>
/// <param name="id">The erasure.</param>
/// <param name="marks">The keys of the marks to remove.</param>
internal sealed class PendingForgetting(long id, IReadOnlyList<string> marks) : PendingUpkeep
{
    public long Id { get; } = id;

    public IReadOnlyList<string> Marks { get; } = marks;
}

/// <summary>Nothing is left of what an erasure was about.</summary>
/// <param name="id">The erasure.</param>
/// <param name="at">When, in microseconds since the Unix epoch.</param>
internal sealed class PendingErasureEnd(long id, long at) : PendingUpkeep
{
    public long Id { get; } = id;

    public long At { get; } = at;
}

/// <summary>A session was signed out. Those whose cookies have run out by themselves are forgotten.</summary>
/// <param name="session">The session's id.</param>
/// <param name="now">The time, in microseconds since the Unix epoch.</param>
/// <param name="until">When no cookie of it can be good any more, likewise.</param>
internal sealed class PendingSessionEnd(string session, long now, long until) : PendingUpkeep
{
    public string Session { get; } = session;

    public long Now { get; } = now;

    public long Until { get; } = until;
}

/// <summary>Notes what the journal knows of itself.</summary>
/// <param name="name">The name of the <see cref="StateRow"/>.</param>
/// <param name="value">Its new value; null removes it.</param>
internal sealed class PendingState(string name, string? value) : PendingUpkeep
{
    public string Name { get; } = name;

    public string? Value { get; } = value;
}

/// <summary>
/// Writes the whole write-ahead log back and empties it: it holds pages as they were before a deletion. Its result's id is 1 if it is
/// empty, 0 if a reader was in the way.
/// </summary>
internal sealed class PendingLogCleaning : PendingUpkeep;
