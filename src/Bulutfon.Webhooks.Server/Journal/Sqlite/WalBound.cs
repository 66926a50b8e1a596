using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Keeps the write-ahead log small. SQLite's own checkpoint after a commit writes back what no reader needs any more, but the
/// log begins anew only when no reader is in it at all, which under readers that overlap may be never. So above the bound the
/// writer waits a moment for them. A reader that stays longer makes the log grow; nothing is refused for that, and the log tells.
/// </summary>
/// <param name="log">The log's file.</param>
/// <param name="bound">From which size on it is made small, in bytes.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when a reader is in the way.</param>
internal sealed partial class WalBound(string log, long bound, TimeProvider time, ILogger logger)
{
    /// <summary>How long a commit waits for readers to leave the log: those of one page do.</summary>
    private const int PatienceMilliseconds = 50;

    /// <summary>After an attempt in vain, so that a reader that stays delays few commits.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private long? _failed;
    private long _told;

    /// <summary>After a commit: tries to begin the log anew if it is above the bound.</summary>
    public void Keep(SqliteConnection connection, long walBytes)
    {
        if (walBytes <= bound)
        {
            if (_told > 0)
            {
                _told = 0;
                LogWrittenBack(logger, log);
            }

            return;
        }

        if (_failed is { } failed && time.GetElapsedTime(failed) < Pause)
        {
            return;
        }

        _failed = TryWriteBack(connection) ? null : time.GetTimestamp();
        if (_failed is not null && walBytes >= 2 * _told)
        {
            _told = walBytes;
            LogLarge(logger, log, walBytes >> 20);
        }
    }

    /// <summary>Writes the whole log back into the database file and empties it.</summary>
    /// <returns>Whether all is written back; false if a reader was in the way.</returns>
    public static bool TryWriteBack(SqliteConnection connection) => WriteBack(connection) == raw.SQLITE_OK;

    /// <summary>Of a log that is found empty: whether there was something in it that is not written back, and now cannot be.</summary>
    /// <returns>Null if it cannot be told, because somebody reads.</returns>
    public static bool? HasLost(SqliteConnection connection) => (WriteBack(connection) & 0xFF) switch
    {
        raw.SQLITE_IOERR => true,
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => null,
        _ => false,
    };

    private static int WriteBack(SqliteConnection connection)
    {
        var database = connection.Handle!;
        _ = raw.sqlite3_busy_timeout(database, PatienceMilliseconds);
        try
        {
            return raw.sqlite3_wal_checkpoint_v2(database, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        }
        finally
        {
            LockPatience.ByTurns(connection);
        }
    }

    [LoggerMessage(LogEvents.WalLarge, LogLevel.Warning, "The write-ahead log {File} has grown to {Megabytes} MiB, because something has been reading its database for long: a backup, an sqlite3 shell in a transaction? Events are received as before; the log shrinks when the reader ends.")]
    private static partial void LogLarge(ILogger logger, string file, long megabytes);

    [LoggerMessage(LogEvents.WalWrittenBack, LogLevel.Information, "The write-ahead log {File} is written back and small again.")]
    private static partial void LogWrittenBack(ILogger logger, string file);
}
