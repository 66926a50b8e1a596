using System.Data.Common;
using System.Security.Authentication;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>What the errors of PostgreSQL and of the way to it mean for the one who runs the server.</summary>
internal static class PostgreSqlFaults
{
    /// <summary>What an error says of the store; null if a write was refused for what it is.</summary>
    public static StoreFault? Of(Exception exception) => exception switch
    {
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => null,
        PostgresException refused => Of(refused),
        StandbyException => ReadOnly,
        JournalCopiedException => new("being_copied", "The journal is being copied, or only half of it was.", exception.Message),
        NpgsqlException { InnerException: AuthenticationException certificate } => Refused(
            $"{certificate.Message} Name the authority of its certificate by 'Root Certificate', and the host as the certificate does; or switch SSL on there, if it is off."),
        NpgsqlException when exception.Message.Contains("SSL", StringComparison.Ordinal) => Refused(
            $"{exception.Message} Switch it on there (ssl = on, and a certificate); or, on the same machine or a network that you trust, write 'SSL Mode=Disable' into ConnectionStrings:Journal."),
        NpgsqlException when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => Refused($"{exception.Message}: {SeeSettings}"),
        NpgsqlException when exception.Message.Contains("pool has been exhausted", StringComparison.Ordinal) => new(
            "overloaded",
            "All connections to the database are taken.",
            "Queries take long, or there are more at once than 'Maximum Pool Size' of ConnectionStrings:Journal allows: see pg_stat_activity, or raise it."),
        ArgumentException or InvalidCastException or FormatException => null,
        DbException or TimeoutException or IOException or System.Net.Sockets.SocketException => Away(exception.Message),
        _ => new("unknown", "The store fails.", $"The error is {exception.GetType().Name}: {exception.Message}"),
    };

    /// <summary>The same of a read: a search that finds no tables of the projections says nothing of the journal, and they are made anew.</summary>
    public static StoreFault? OfRead(Exception exception) => exception is PostgresException { SqlState: ['4', '2', ..] or ['3', 'F', ..] } ? null : Of(exception);

    /// <summary>Whether the connection is as good as before, so that it need not be opened anew.</summary>
    public static bool LeavesConnection(Exception exception) => exception is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] or PostgresErrorCodes.LockNotAvailable };

    private static StoreFault ReadOnly { get; } = new(
        "read_only",
        "The database cannot be written: it is read-only.",
        "The server that answers is a standby, or was made read-only. Let the connection string name the primary, or all of them with 'Target Session Attributes=primary'.");

    private const string SeeSettings = "see the user, password, database and SSL mode of ConnectionStrings:Journal, and pg_hba.conf.";

    private static StoreFault Refused(string remedy) => new("cannot_open", "The database refuses the server.", remedy);

    private static StoreFault DiskFull { get; } = new(
        "disk_full", "The database's disk is full.", "Make room on the disk of PostgreSQL's data or of its write-ahead log.");

    private static StoreFault Of(PostgresException exception) => exception.SqlState switch
    {
        PostgresErrorCodes.DiskFull => DiskFull,

        // What a new session meets on a full disk.
        PostgresErrorCodes.InternalError when exception.MessageText.Contains("could not write init file", StringComparison.Ordinal) => DiskFull,
        ['5', '3', ..] => new(
            "overloaded", "The database has no room for more connections or work.", $"{exception.MessageText}: see max_connections, and how many the replicas' pools may take together."),
        PostgresErrorCodes.ReadOnlySqlTransaction => ReadOnly,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => new(
            "locked",
            "Another session holds the journal locked.",
            $"See pg_locks for who has the advisory lock {AdvisoryLocks.Order} or locks the table journal: a transaction that somebody left open, or maintenance."),
        ['2', '8', ..] or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege => Refused($"{exception.MessageText}: {SeeSettings}"),
        ['4', '2', ..] => new(
            "not_a_journal", "The database holds no journal of this version.", $"{exception.MessageText}: the tables were removed or changed. Restore them, or start the server again on an empty database."),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new(
            "corrupt", "The database is damaged.", $"{exception.MessageText}: see PostgreSQL's log, and restore a backup or promote a standby."),
        ['X', 'X', ..] => new("unknown", "The database fails.", $"{exception.MessageText}: see PostgreSQL's log, and the disk that it writes on."),
        _ => Away(exception.MessageText),
    };

    private static StoreFault Away(string message) => new(
        "database_away",
        "The database does not answer.",
        $"{message.TrimEnd('.')}. See whether PostgreSQL runs and can be reached by this machine.");
}
