namespace Bulutfon.Webhooks.Server.Journal;

/// <summary>What the journal knows of itself: table <c>journal_state</c>.</summary>
internal sealed class StateRow
{
    /// <summary>A random identity, so that a projection can tell that it belongs to another journal.</summary>
    public const string Identity = "identity";

    /// <summary>The highest sequence that was ever given, written before its row may be deleted.</summary>
    public const string HighestSequence = "highest_sequence";

    /// <summary>When the store was last probed, in microseconds since the Unix epoch.</summary>
    public const string Probe = "probe";

    /// <summary>There while a copy is being made here: the identity of the journal that is copied.</summary>
    public const string Copy = "copy";

    /// <summary>What begins the name of a session that was signed out; behind it is the session's id, and the value says until when that matters, in microseconds since the Unix epoch.</summary>
    public const string EndedSession = "ended_session:";

    /// <summary>The time that retention trusts, in microseconds since the Unix epoch: the last one that the clock reached without an unexplained leap.</summary>
    public const string RetentionTime = "retention_time";

    /// <summary>There while retention waits for an admin: the clock's time and the expected one, as <c>clock;expected</c>, both in microseconds since the Unix epoch.</summary>
    public const string RetentionWaits = "retention_waits";

    /// <summary>The clock's time that an admin has confirmed, in microseconds since the Unix epoch.</summary>
    public const string RetentionConfirmed = "retention_confirmed";

    public required string Name { get; init; }

    public required string Value { get; set; }
}
