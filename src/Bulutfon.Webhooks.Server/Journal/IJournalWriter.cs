namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>Commits batches for one provider. Called by one thread at a time.</summary>
internal interface IJournalWriter : IDisposable
{
    /// <summary>
    /// Writes the whole batch in one transaction and sets each <see cref="PendingWrite.Result"/>. When it returns, everything
    /// is on disk; when it throws, nothing is.
    /// </summary>
    void Commit(ReadOnlySpan<PendingWrite> batch);

    /// <summary>Whether an error is the store's, so that trying each write alone would be of no use.</summary>
    bool IsStoreFailure(Exception exception);
}
