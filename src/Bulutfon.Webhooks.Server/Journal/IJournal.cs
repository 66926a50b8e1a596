namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>
/// The append-only record of what was received, and the seam between storage providers. Every reader of it is a cursor over
/// its sequence, so that resuming, rebuilding and replaying are the same thing as reading.
/// </summary>
internal interface IJournal
{
    /// <summary>The highest committed sequence; 0 while there is none.</summary>
    long LastSequence { get; }

    /// <summary>
    /// The highest sequence that anyone has committed by now, also another replica: what a reader may expect to find.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => new(LastSequence);

    /// <summary>Tells the ids of events that are deleted now. By a thread that others wait for, so who hears it must be quick.</summary>
    event EventHandler<DeletedEvents>? Deleted
    {
        add { }
        remove { }
    }

    /// <summary>Whether it commits, and what waits.</summary>
    JournalStatus Status { get; }

    /// <summary>Whether somebody took away what keeps other servers off, which the next commit mends.</summary>
    bool IsDisplaced => false;

    /// <summary>Appends an event, and completes when it is committed.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    ValueTask<Appended> AppendAsync(NewEvent newEvent);

    /// <summary>Appends the event that a rejection became after all, and notes its sequence there, in one commit.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    ValueTask<Appended> AppendRetriedAsync(long rejectionId, NewEvent newEvent);

    /// <summary>Keeps a body that is no event, and completes when it is committed; the oldest make room.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    ValueTask<Appended> RejectAsync(RejectionRow rejection);

    /// <summary>Marks a number that waits to be called back, in place of a mark that it may have.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="forgetBefore">Marks about calls before this, in microseconds since the Unix epoch, say nothing any more and go.</param>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    Task MarkCallbackAsync(CallbackMarkRow mark, long forgetBefore);

    /// <summary>Takes away the mark of a number; false if it has none.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    Task<bool> UnmarkCallbackAsync(string number);

    /// <summary>Commits what the server itself does: deletions, and the steps of erasures.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    ValueTask<Appended> KeepUpAsync(PendingUpkeep upkeep) => throw new NotSupportedException("This storage deletes nothing.");

    /// <summary>Whether somebody asked for an erasure that is not done. Asked at the start and now and then, so it has to be cheap.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<bool> HasErasureAsync(CancellationToken cancellationToken) => new(true);

    /// <summary>Files beside the store in which the server has kept what it held before; deletions do not reach into them.</summary>
    IReadOnlyList<string> Copies => [];

    /// <summary>Deletes at once what is stored by months, as far as every event of a month arrived before a time; gives how many events these were.</summary>
    /// <param name="cutoff">The time, in microseconds since the Unix epoch.</param>
    /// <param name="cancellationToken">Ends it between two months.</param>
    /// <exception cref="JournalUnavailableException">The store is away.</exception>
    Task<long> DropMonthsAsync(long cutoff, CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <summary>The right to do what one of several servers of a journal does, until it is disposed; null while another does it.</summary>
    /// <param name="work">The name of the work.</param>
    IRight? TryLead(string work) => Alone.Instance;

    /// <summary>Commits a mark that no reader sees, to learn whether events could be committed.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    ValueTask<Appended> ProbeAsync();

    /// <summary>The next events behind a sequence, in order; empty if there is none yet.</summary>
    /// <param name="after">The last sequence that was read.</param>
    /// <param name="limit">The most events to give, at least 1; fewer if they are large.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<CommittedEvent>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Who reads behind this sequence has read: what is kept in memory for him may go. Others find it in the store.</summary>
    void ForgetRecent(long through);

    /// <summary>Completes when there is a sequence above the given one.</summary>
    Task WaitForCommitAsync(long after, CancellationToken cancellationToken);

    /// <summary>A context for reading; the caller disposes it.</summary>
    JournalContext OpenContext();
}
