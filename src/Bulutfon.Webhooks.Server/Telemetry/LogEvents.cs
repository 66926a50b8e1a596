namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// The ids of our log events: one block of 1,000 per feature, each id used once and never reused for another meaning,
/// so that an alert on an id survives a change of the text.
/// </summary>
internal static class LogEvents
{
    public const int InboundBlock = 1000;
    public const int JournalBlock = 2000;
    public const int ProjectionsBlock = 3000;
    public const int QueryBlock = 4000;
    public const int AccountsBlock = 5000;
    public const int LiveBlock = 7000;
    public const int ConfigurationBlock = 6000;
    public const int PrivacyBlock = 8000;
    public const int TelemetryBlock = 9000;

    /// <summary>Fewer connections are open at once than is configured, because the system lets the process open too few files.</summary>
    public const int FewConnections = InboundBlock + 1;

    /// <summary>The server listens; says its version.</summary>
    public const int Started = InboundBlock + 2;

    /// <summary>A commit failed; once for each cause.</summary>
    public const int CommitFailed = JournalBlock + 1;

    /// <summary>Commits succeed again.</summary>
    public const int CommitRecovered = JournalBlock + 2;

    /// <summary>An answer could not be read from the store, and was a 503; once a minute.</summary>
    public const int StoreUnreadable = JournalBlock + 3;

    /// <summary>One write was refused for what it is, while the store works.</summary>
    public const int WriteRefused = JournalBlock + 4;

    /// <summary>The write-ahead log is large, because something reads the journal for long; once for each doubling.</summary>
    public const int WalLarge = JournalBlock + 5;

    /// <summary>The write-ahead log, which was large, is written back.</summary>
    public const int WalWrittenBack = JournalBlock + 6;

    /// <summary>Another database is at the journal's place, and was opened.</summary>
    public const int JournalReplaced = JournalBlock + 7;

    /// <summary>The journal was deleted under the running server, and written again from what is still open.</summary>
    public const int JournalRestored = JournalBlock + 8;

    /// <summary>The journal was deleted under the running server, and could not be written again.</summary>
    public const int JournalNotRestored = JournalBlock + 9;

    /// <summary>At the stop: the journal was cut or overwritten under the running server, and its last events are kept in its log.</summary>
    public const int JournalOverwritten = JournalBlock + 10;

    /// <summary>At the stop: another file is in the place of a journal that was deleted, which is kept beside it.</summary>
    public const int JournalKeptBeside = JournalBlock + 11;

    /// <summary>An answer could not be read from the journal's file, and was a 503: why, and what to do; once a minute.</summary>
    public const int JournalUnreadable = JournalBlock + 12;

    /// <summary>At the start: the journal ends before events that it had, as the projections know; their ids are not given again.</summary>
    public const int JournalFellBack = JournalBlock + 13;

    /// <summary>At the stop: the write-ahead log was deleted under the running server, and what it held could not be written back.</summary>
    public const int JournalLogNotKept = JournalBlock + 14;

    /// <summary>The partitions of a PostgreSQL journal could not be made ahead of time.</summary>
    public const int PartitionsNotMade = JournalBlock + 30;

    /// <summary>The projections cannot be written.</summary>
    public const int ProjectionsFailed = ProjectionsBlock + 1;

    /// <summary>An event could not be projected and was skipped.</summary>
    public const int EventSkipped = ProjectionsBlock + 2;

    /// <summary>The projections, which could not be written, are again.</summary>
    public const int ProjectionsRecovered = ProjectionsBlock + 3;

    /// <summary>A stream begins.</summary>
    public const int StreamBegun = LiveBlock + 1;

    /// <summary>A stream ended, and why.</summary>
    public const int StreamEnded = LiveBlock + 2;

    /// <summary>What the streams follow cannot be read.</summary>
    public const int LiveUnreadable = LiveBlock + 3;

    /// <summary>What the page shows live cannot be read.</summary>
    public const int BoardUnreadable = LiveBlock + 4;

    /// <summary>The page could not read who waits to be called back; it tries again.</summary>
    public const int WaitingListUnreadable = LiveBlock + 5;

    /// <summary>A source sent too many wrong passwords, and is refused unchecked for a while; once a while.</summary>
    public const int SignInsLimited = AccountsBlock + 1;

    /// <summary>An account got too many wrong passwords; sources that sent some are refused for a while; once a while.</summary>
    public const int AccountSignInsLimited = AccountsBlock + 3;

    /// <summary>A sign-out could not be stored: a copy of the session's cookie would be good until it runs out.</summary>
    public const int SessionNotEnded = AccountsBlock + 4;

    /// <summary>The right credentials of a hook came from a network that it may not post from; once a minute for each source.</summary>
    public const int NetworkRefused = AccountsBlock + 2;

    /// <summary>The configuration changed and has an error: what was in force stays so.</summary>
    public const int ReloadRefused = ConfigurationBlock + 1;

    /// <summary>A file of the configuration changed and cannot be read: what was in force stays so.</summary>
    public const int FileUnreadable = ConfigurationBlock + 2;

    /// <summary>The addresses in the configuration changed, which counts at the next start.</summary>
    public const int AddressesChanged = ConfigurationBlock + 3;

    /// <summary>A certificate was renewed, and is served from now on.</summary>
    public const int CertificateRenewed = ConfigurationBlock + 4;

    /// <summary>A certificate changed and cannot be used: the one before is served on.</summary>
    public const int CertificateUnusable = ConfigurationBlock + 5;

    /// <summary>What was older than it may be is deleted.</summary>
    public const int Retained = PrivacyBlock + 1;

    /// <summary>Deleting what is too old failed, and is tried again.</summary>
    public const int RetentionFailed = PrivacyBlock + 2;

    /// <summary>Somebody asked to erase a number.</summary>
    public const int ErasureRequested = PrivacyBlock + 3;

    /// <summary>An erasure is done.</summary>
    public const int ErasureDone = PrivacyBlock + 4;

    /// <summary>An erasure failed, and is tried again.</summary>
    public const int ErasureFailed = PrivacyBlock + 5;

    /// <summary>The clock leaped, and retention deletes nothing because of it until an admin confirms the time; once a day.</summary>
    public const int RetentionWaits = PrivacyBlock + 6;

    /// <summary>An admin confirmed the time, and retention goes on.</summary>
    public const int RetentionConfirmed = PrivacyBlock + 7;

    /// <summary>A request was answered; carries the exception if an unexpected one made it a 500.</summary>
    public const int RequestAnswered = TelemetryBlock + 1;

    /// <summary>A request was answered by a problem: also from where it came, the problem's code and the id of a rejection.</summary>
    public const int RequestRefused = TelemetryBlock + 9;

    /// <summary>What a hook received in the last minute.</summary>
    public const int ReceiptSummary = TelemetryBlock + 2;
}
