using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>What became of the files that a connection has open.</summary>
internal enum FilesState
{
    InPlace,

    /// <summary>The database file was deleted or moved away.</summary>
    Missing,

    /// <summary>Another file is in the database file's place.</summary>
    Replaced,

    /// <summary>The same file, or its write-ahead log, was cut short, emptied or overwritten by another program than SQLite.</summary>
    Overwritten,

    /// <summary>The write-ahead log or its index was deleted, moved or replaced: other processes do not see what is written.</summary>
    LogLost,

    /// <summary>Another server has the journal's lock.</summary>
    InUse,
}

/// <summary>
/// Remembers which files a connection opened, to notice that others are in their place: a process goes on writing into a file
/// that was deleted, and everything that it writes is gone with it.
/// </summary>
internal sealed class OpenedFiles
{
    private readonly FilePath _journal;
    private readonly FilePath _wal;
    private readonly FilePath _index;
    private readonly FileStamp _openedJournal;
    private readonly FileStamp _openedWal;
    private readonly FileStamp _openedIndex;
    private readonly SqliteConnection _connection;
    private readonly string? _identity;
    private readonly SqliteJournalFiles _files;
    private FileStamp _good;
    private DatabaseHeader _goodHeader;
    private long _lastChange;
    private WalHeader? _log;
    private long _logBytes;
    private bool _isCut;

    /// <param name="files">The journal, whose three files are open.</param>
    /// <param name="connection">What has them open.</param>
    /// <exception cref="JournalFileLostException">They are gone already.</exception>
    public OpenedFiles(SqliteJournalFiles files, SqliteConnection connection)
    {
        (_files, _connection) = (files, connection);
        _journal = new FilePath(files.Journal);
        _wal = new FilePath(files.Wal);
        _index = new FilePath(files.WalIndex);
        _openedJournal = FileStamp.Of(_journal) ?? throw new JournalFileLostException(FilesState.Missing);
        _openedWal = FileStamp.OfLog(_wal) ?? throw new JournalFileLostException(FilesState.LogLost);
        _openedIndex = FileStamp.OfLog(_index) ?? throw new JournalFileLostException(FilesState.LogLost);
        _identity = JournalIdentity.Of(connection);
        _good = _openedJournal;
        _lastChange = _good.Changed;
        _goodHeader = DatabaseHeader.Read(connection) ?? throw new JournalFileLostException(FilesState.Overwritten);
        (_log, _logBytes) = (WalHeader.Read(connection), _openedWal.Size);
    }

    /// <summary>Whether one of the files is another than at the last look, or was touched since in a way that no server does. For any thread.</summary>
    public bool IsTouched => FileStamp.Of(_journal) is not { } now || now.Inode != _openedJournal.Inode || now.Changed != Volatile.Read(ref _lastChange)
        || StillThere(_wal, _openedWal) is not { } wal || wal.Size < Volatile.Read(ref _logBytes) || StillThere(_index, _openedIndex) is null;

    /// <summary>Looks which files are there now, and how large the write-ahead log is.</summary>
    public FilesState Look(out long walBytes)
    {
        walBytes = 0;
        if (FileStamp.Of(_journal) is not { } journal)
        {
            return FilesState.Missing;
        }

        if (!journal.IsSameFile(_openedJournal))
        {
            return FilesState.Replaced;
        }

        if (journal != _good && !IsGood(journal))
        {
            return FilesState.Overwritten;
        }

        if (StillThere(_wal, _openedWal) is not { } wal || StillThere(_index, _openedIndex) is null)
        {
            return FilesState.LogLost;
        }

        if (IsCut(wal.Size))
        {
            return FilesState.Overwritten;
        }

        walBytes = wal.Size;
        return FilesState.InPlace;
    }

    /// <summary>
    /// Whether a file that was changed since the last look was changed by a checkpoint, ours or another SQLite's: that makes it
    /// larger, or cuts it to what its header says (VACUUM), and counts on.
    /// </summary>
    private bool IsGood(FileStamp now)
    {
        if (DatabaseHeader.Read(_connection) is not { } header || !header.IsNotBefore(_goodHeader) || (now.Size < _good.Size && now.Size < header.Bytes) || IsOthers())
        {
            Volatile.Write(ref _lastChange, now.Changed);
            return false;
        }

        (_good, _goodHeader) = (now, header);
        Volatile.Write(ref _lastChange, now.Changed);
        return true;
    }

    /// <summary>
    /// Whether another program cut the log: SQLite goes on writing behind the hole, and the next start would not look behind it. A log
    /// that was written back begins anew with other salts, or is empty with nothing left to write back.
    /// </summary>
    private bool IsCut(long bytes)
    {
        if (_isCut)
        {
            return true;
        }

        var log = bytes == 0 ? null : WalHeader.Read(_connection);
        bool? isCut = bytes == 0
            ? _logBytes > 0 ? WalBound.HasLost(_connection) : false
            : _log is not null && (log is null || (log == _log && bytes < _logBytes));
        _isCut = isCut == true;

        // What is not known yet, is looked at again, with what was there before in mind.
        if (isCut == false)
        {
            _log = log;
            Volatile.Write(ref _logBytes, bytes);
        }

        return _isCut;
    }

    private bool IsOthers() => _identity is not null && JournalIdentity.InFile(_files) is { } found && !string.Equals(found, _identity, StringComparison.Ordinal);

    /// <summary>Puts the write-ahead log aside that belongs to the database as it was before it was overwritten: it may hold the only copy of the last events.</summary>
    /// <returns>Where it is; null if there is none.</returns>
    public string? KeepLog()
    {
        string? kept = null;
        if (StillThere(_wal, _openedWal) is { Size: > 0 })
        {
            kept = _files.NextKeptWal();
            File.Move(_wal.Text, kept, overwrite: false);
        }

        DeleteLog();
        return kept;
    }

    /// <summary>
    /// Deletes the write-ahead log that belongs to the database that was open, when that is no longer there: SQLite would
    /// write it into whatever database is in its place.
    /// </summary>
    public void DeleteLog()
    {
        DeleteIfSame(_wal, _openedWal);
        DeleteIfSame(_index, _openedIndex);
    }

    /// <summary>Whether the database file was deleted rather than moved: only of a deleted one nobody else has it. Known on Linux alone.</summary>
    public bool IsDeleted() => OperatingSystem.IsLinux() && Directory.EnumerateFiles("/proc/self/fd").Any(descriptor =>
        FileStamp.Of(new FilePath(descriptor)) is { } open && open.IsSameFile(_openedJournal)
        && new FileInfo(descriptor).LinkTarget?.EndsWith(" (deleted)", StringComparison.Ordinal) == true);

    private static FileStamp? StillThere(FilePath path, FileStamp opened) => FileStamp.OfLog(path) is { } found && found.IsSameFile(opened) ? found : null;

    private static void DeleteIfSame(FilePath path, FileStamp opened)
    {
        if (StillThere(path, opened) is not null)
        {
            File.Delete(path.Text);
        }
    }
}

/// <summary>The files that the connection has open are not those at the journal's path any more.</summary>
internal sealed class JournalFileLostException(FilesState state) : IOException($"The journal's files are not those that were opened: {state}.")
{
    public FilesState State { get; } = state;
}
