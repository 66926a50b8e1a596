namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>What became of the files that a connection has open.</summary>
internal enum FilesState
{
    InPlace,

    /// <summary>The database file was deleted or moved away.</summary>
    Missing,

    /// <summary>Another file is in the database file's place.</summary>
    Replaced,

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

    /// <param name="files">The journal, whose three files are open.</param>
    /// <exception cref="JournalFileLostException">They are gone already.</exception>
    public OpenedFiles(SqliteJournalFiles files)
    {
        _journal = new FilePath(files.Journal);
        _wal = new FilePath(files.Wal);
        _index = new FilePath(files.WalIndex);
        _openedJournal = FileStamp.Of(_journal) ?? throw new JournalFileLostException(FilesState.Missing);
        _openedWal = FileStamp.Of(_wal) ?? throw new JournalFileLostException(FilesState.LogLost);
        _openedIndex = FileStamp.Of(_index) ?? throw new JournalFileLostException(FilesState.LogLost);
    }

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

        if (FileStamp.Of(_wal) is not { } wal || !wal.IsSameFile(_openedWal) || FileStamp.Of(_index) is not { } index || !index.IsSameFile(_openedIndex))
        {
            return FilesState.LogLost;
        }

        walBytes = wal.Size;
        return FilesState.InPlace;
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

    private static void DeleteIfSame(FilePath path, FileStamp opened)
    {
        if (FileStamp.Of(path) is { } found && found.IsSameFile(opened))
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
