namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>How the journal is, at a moment.</summary>
/// <param name="Outage">Why it cannot commit; null if the last commit succeeded, or if there was none yet.</param>
/// <param name="LastAttempt">When something was last committed, or could not be; null if nothing was yet.</param>
/// <param name="Waiting">How many writes wait for a commit.</param>
/// <param name="WaitingBytes">How much memory their bodies hold, and those that are being committed.</param>
/// <param name="IsFull">Whether one more would be refused.</param>
/// <param name="TimeToDrain">How long the measured rate takes for what waits; between one second and thirty.</param>
/// <param name="WalBytes">The size of the write-ahead log, in bytes: what is committed and not yet in the database file.</param>
/// <param name="Generation">How often another database took the place of the one that was open. A follower that sees it change opens itself anew.</param>
internal readonly record struct JournalStatus(
    Outage? Outage, DateTimeOffset? LastAttempt, int Waiting, long WaitingBytes, bool IsFull, TimeSpan TimeToDrain, long WalBytes, int Generation);
