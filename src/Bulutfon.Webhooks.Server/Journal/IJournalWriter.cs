namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Commits batches for one provider. Called by one thread at a time.</summary>
internal interface IJournalWriter : IDisposable
{
    /// <summary>
    /// Writes the whole batch in one transaction and sets each <see cref="PendingWrite.Result"/>. When it returns, everything
    /// is on disk; when it throws, nothing is.
    /// </summary>
    void Commit(ReadOnlySpan<PendingWrite> batch);

    /// <summary>Whether a commit is so quick that whoever brings a write may make it; not with a database server.</summary>
    bool IsQuick => false;

    /// <summary>Commits like <see cref="Commit"/> if that can begin without waiting, on whatever thread calls; false if it cannot, and then nothing was written.</summary>
    bool TryCommitAtOnce(ReadOnlySpan<PendingWrite> batch) => false;

    /// <summary>
    /// The server is about to stop: a commit that waits for another process waits for a shorter time. From any thread. One that was sent to
    /// a database server is waited for, because cut off its outcome would be unknown.
    /// </summary>
    void Hasten()
    {
    }

    /// <summary>What an error of <see cref="Commit"/> says of the store; null if it is the write's own, so that trying each alone makes sense.</summary>
    StoreFault? FaultOf(Exception exception);

    /// <summary>The size of the write-ahead log after the last commit, in bytes.</summary>
    long WalBytes { get; }

    /// <summary>How often another database took the place of the one that was open.</summary>
    int Generation { get; }
}
