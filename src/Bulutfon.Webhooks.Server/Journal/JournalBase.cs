namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>
/// What the journals of all providers do alike: they commit in groups, and keep the last events for those who follow. A provider names
/// <see cref="IJournal"/> again, so that what it has of its own takes the place of the interface's defaults.
/// </summary>
/// <param name="time">The clock.</param>
internal abstract class JournalBase(TimeProvider time) : IJournal
{
    /// <summary>From so many bytes of bodies on, followers get the rest in another turn.</summary>
    private const long MostBytesRead = 8L * 1024 * 1024;

    public long LastSequence => Signal.Last;

    public JournalStatus Status => Commits.Status;

    protected RecentEvents Recent { get; } = new();

    protected CommitSignal Signal { get; } = new();

    /// <summary>Made when the store is open.</summary>
    protected abstract GroupCommit Commits { get; }

    public event EventHandler<DeletedEvents>? Deleted
    {
        add => Recent.Erased += value;
        remove => Recent.Erased -= value;
    }

    public ValueTask<Appended> AppendAsync(NewEvent newEvent) => Commits.WriteAsync(new PendingEvent(newEvent));

    public ValueTask<Appended> AppendRetriedAsync(long rejectionId, NewEvent newEvent) => Commits.WriteAsync(new PendingEvent(newEvent, rejectionId));

    public ValueTask<Appended> RejectAsync(RejectionRow rejection) => Commits.WriteAsync(new PendingRejection(rejection));

    public async Task MarkCallbackAsync(CallbackMarkRow mark, long forgetBefore) =>
        await Commits.WriteAsync(new PendingMark(mark.Number, mark, forgetBefore));

    public async Task<bool> UnmarkCallbackAsync(string number) =>
        (await Commits.WriteAsync(new PendingMark(number, mark: null, forgetBefore: 0))).Id > 0;

    public ValueTask<Appended> ProbeAsync() => Commits.WriteAsync(new PendingProbe(UnixTime.Of(time.GetUtcNow())));

    public async Task<IReadOnlyList<CommittedEvent>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var events = new List<CommittedEvent>();
        if (after < LastSequence && !Recent.TryRead(after, limit, MostBytesRead, events))
        {
            await ReadStoredAsync(after, limit, MostBytesRead, events, cancellationToken);
        }

        return events;
    }

    public void ForgetRecent(long through) => Recent.Forget(through);

    public Task WaitForCommitAsync(long after, CancellationToken cancellationToken) => Signal.WaitAsync(after, cancellationToken);

    public abstract JournalContext OpenContext();

    /// <summary>The server is about to stop; see <see cref="GroupCommit.Hasten"/>.</summary>
    public void Hasten() => Commits.Hasten();

    /// <summary>The next events behind a sequence, of those that are not in memory any more.</summary>
    /// <param name="after">The last sequence that was read.</param>
    /// <param name="limit">The most events.</param>
    /// <param name="mostBytes">From so many bytes of bodies on it is enough.</param>
    /// <param name="into">Takes them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    protected abstract Task ReadStoredAsync(long after, int limit, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken);

    /// <summary>Keeps an event that was just committed for those who follow.</summary>
    protected void Keep(PendingEvent committed)
    {
        var (hook, receivedAt, _, _, webhookEvent, _) = committed.New;
        Recent.Add(new CommittedEvent(committed.Result.Id, hook, receivedAt, committed.Timestamp, webhookEvent.WithArrival(receivedAt)) { Size = committed.Size });
    }
}
