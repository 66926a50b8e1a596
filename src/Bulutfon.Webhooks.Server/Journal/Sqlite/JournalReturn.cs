namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Decides when what is at the journal's path may be opened, after the file that was open is not there any more. The same file,
/// moved back, may at once; another one when it has not changed for a while, because it may be a backup that is being copied.
/// </summary>
internal sealed class JournalReturn(SqliteJournalFiles files, TimeProvider time)
{
    /// <summary>How long another file must be unchanged before it is opened, and how long none must be there before a deleted one is written again.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly FilePath _path = new(files.Journal);
    private FileStamp? _known;
    private (FileStamp? Stamp, DateTime Written)? _seen;
    private long _seenSince;

    /// <summary>The file at the path is the journal from now on.</summary>
    public void Opened()
    {
        _known = FileStamp.Of(_path);
        _seen = null;
    }

    /// <summary>Whether the path holds another file than the one that was open.</summary>
    /// <exception cref="JournalFileLostException">There is no file, or another that may still change.</exception>
    public bool IsAnother()
    {
        var found = FileStamp.Of(_path);
        if (found is not null && _known is not null && found.Value.IsSameFile(_known.Value))
        {
            return false;
        }

        if (!HasSettled(found) || found is null)
        {
            throw new JournalFileLostException(found is null ? FilesState.Missing : FilesState.Replaced);
        }

        return true;
    }

    /// <summary>Whether there has been no file for a while, so that nobody is about to put one there.</summary>
    public bool IsAbandoned() => FileStamp.Of(_path) is null && HasSettled(found: null);

    private bool HasSettled(FileStamp? found)
    {
        var seen = (found, found is null ? default : File.GetLastWriteTimeUtc(files.Journal));
        if (_seen != seen)
        {
            _seen = seen;
            _seenSince = time.GetTimestamp();
        }

        return time.GetElapsedTime(_seenSince) >= Settled;
    }
}
