using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>What SQLite's errors mean for the one who runs the server.</summary>
internal static class SqliteFaults
{
    /// <summary>What an error says of the store; null if a write was refused for what it is.</summary>
    public static StoreFault? Of(Exception exception, SqliteJournalFiles files) => exception switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH } => null,
        SqliteException sqlite => Of(sqlite, files),
        JournalFileLostException lost => Of(lost.State, files),
        StartupException => new(
            "not_a_journal",
            "The file in the journal's place is no journal of this version.",
            $"{exception.Message} The server looks again with every event."),
        _ => Unknown(exception, files),
    };

    /// <summary>Whether the connection is as good as before, so that it need not be opened anew.</summary>
    public static bool LeavesConnection(Exception exception) => exception is SqliteException sqlite && IsLocked(sqlite);

    /// <summary>Whether another process has the journal locked.</summary>
    public static bool IsLocked(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    private static StoreFault Of(SqliteException exception, SqliteJournalFiles files) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(
            "locked",
            "Another process holds the journal locked.",
            $"End its transaction: perhaps an sqlite3 shell or a backup that began one. `fuser {files.Journal}` names the process."),
        raw.SQLITE_FULL => Full(files),
        raw.SQLITE_IOERR when exception.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE => Full(files),
        raw.SQLITE_IOERR => new(
            "io_error",
            "The disk gives errors.",
            $"Reading or writing {files.Journal} fails (SQLite's code is {exception.SqliteExtendedErrorCode}): see `dmesg` for the disk, `mount` for a file system that went read-only, and limits on the size of files. Back up the journal before you repair."),
        raw.SQLITE_READONLY => new(
            "read_only",
            "The journal cannot be written: it is read-only.",
            $"Let the server's user write {files.Journal}, {files.Wal}, {files.WalIndex} and their folder: see `ls -l`, `lsattr` and `mount`."),
        raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH => new(
            "cannot_open",
            "The journal cannot be opened.",
            $"See whether {files.Journal} and its folder are there and the server's user may write them, and whether the process has too many files open."),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(
            "corrupt",
            "The journal is damaged.",
            $"Stop the server, keep a copy of {files.Journal} with its -wal, and run `sqlite3 {files.Journal} \"PRAGMA integrity_check\"`. Restore a backup; what it lacks, `sqlite3 <copy> .recover` may still read."),
        _ => Unknown(exception, files),
    };

    private static StoreFault Of(FilesState state, SqliteJournalFiles files) => state switch
    {
        FilesState.LogLost => new(
            "wal_lost",
            "The journal's write-ahead log was deleted under the running server.",
            $"Nothing is lost if the server goes on: it writes what it holds into {files.Journal} and opens it anew. Never delete {files.Wal} or {files.WalIndex}."),
        FilesState.InUse => new(
            "in_use",
            "Another server uses the journal.",
            $"{files.Lock} was deleted under the running server, and another one started before it was made again. Stop one of the two: this one writes nothing while the other runs."),
        FilesState.Replaced => new(
            "file_replaced",
            "Another file is in the journal's place.",
            $"Move {files.Journal} as it was back, or leave what is there: the server opens it once it has been unchanged for {JournalReturn.Settled.TotalSeconds:0} seconds. Stop the server before you restore a backup."),
        FilesState.Overwritten => new(
            "file_changed",
            "The journal's file or its write-ahead log was cut short or overwritten by another program under the running server.",
            $"Stop the server and restore a backup (the verb 'restore'). What was committed last is in {files.Wal}, which the server keeps as {files.KeptWal}. It opens what is there, or what is put there instead, once that has been unchanged for {JournalReturn.Settled.TotalSeconds:0} seconds."),
        _ => new(
            "file_missing",
            "The journal's file was deleted or moved away under the running server.",
            $"Move {files.Journal} back. If it was deleted and not moved, the server writes it again, whole, from what it has open: do not stop it before it says so."),
    };

    private static StoreFault Full(SqliteJournalFiles files) => new(
        "disk_full",
        "The disk is full.",
        $"Make room on the file system of {files.Journal}, or move the journal to a larger one.");

    private static StoreFault Unknown(Exception exception, SqliteJournalFiles files) => new(
        "unknown",
        "The store fails.",
        $"The journal is {files.Journal}; the error is {exception.GetType().Name}: {exception.Message}");
}
