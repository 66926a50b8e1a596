using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Copies a journal into a new file, page by page out of one snapshot, while a server may be writing. Without the snapshot the
/// copying would begin again with every commit; with it the write-ahead log grows until the copy is done, and nobody waits.
/// </summary>
internal static class JournalCopy
{
    private const int PagesAtOnce = 1024;

    /// <summary>Makes the file, for its owner alone, and looks at it; it is gone again if it is of no use.</summary>
    /// <exception cref="IOException">There is one already, or it cannot be made.</exception>
    public static JournalInspection Make(string from, string to)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Open(to, options).Dispose();
        FolderOwner.GiveFile(to);
        var isUseful = false;
        try
        {
            Fill(from, to);
            var copy = JournalInspection.Of(to);
            isUseful = copy.IsWhole;
            return copy;
        }
        catch (SqliteException exception) when (JournalInspection.IsDamage(exception))
        {
            return JournalInspection.Damaged([exception.Message]);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR)
        {
            throw new IOException($"{from} cannot be copied to {to} ({exception.Message}): see whether there is room for {new FileInfo(from).Length >> 10} KiB (`df`), and whether the disk has errors (`dmesg`). Nothing is left of the copy.", exception);
        }
        finally
        {
            if (!isUseful)
            {
                Delete(to);
            }
        }
    }

    /// <summary>Deletes a copy that is of no use, with what SQLite leaves beside one that it could not write: a log that it would take for the next copy's.</summary>
    public static void Delete(string copy)
    {
        SqliteJournalFiles.Delete(copy);
        File.Delete(copy + "-journal");
    }

    public static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            SqlitePragmas.Execute(connection, $"PRAGMA busy_timeout = {SqlitePragmas.BusyTimeoutMilliseconds}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Fill(string from, string to)
    {
        using var source = Open(from, SqliteOpenMode.ReadOnly);
        using var target = Open(to, SqliteOpenMode.ReadWrite);
        using var snapshot = source.BeginTransaction(deferred: true);
        _ = SqlitePragmas.Scalar(source, "SELECT count(*) FROM sqlite_master");
        Copy(source.Handle!, target.Handle!);

        // One file is easier to keep than three; the server sets it back.
        SqlitePragmas.Execute(target, "PRAGMA journal_mode = DELETE");
    }

    private static void Copy(sqlite3 source, sqlite3 target)
    {
        using var backup = raw.sqlite3_backup_init(target, "main", source, "main");
        if (backup.IsInvalid)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(target), target);
        }

        int code;
        do
        {
            code = raw.sqlite3_backup_step(backup, PagesAtOnce);
        }
        while (code == raw.SQLITE_OK);

        if (code != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(code, target);
        }
    }
}
