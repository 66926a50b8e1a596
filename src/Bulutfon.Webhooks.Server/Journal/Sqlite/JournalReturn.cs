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
    private FileStamp? _seen;
    private bool _hasSeen;
    private long _seenSince;

    /// <summary>The file at the path is the journal from now on.</summary>
    public void Opened()
    {
        _known = FileStamp.Of(_path);
        _hasSeen = false;
    }

    /// <summary>Whether the path holds another file than the one that was open, or another database in it.</summary>
    /// <param name="overwritten">Whether the file that was open was overwritten.</param>
    /// <exception cref="JournalFileLostException">There is no file, or an empty one, or another that may still change.</exception>
    public bool IsAnother(bool overwritten)
    {
        var found = FileStamp.Of(_path);
        var isKnown = found is not null && _known is not null && found.Value.IsSameFile(_known.Value);
        if (found is { Size: 0 })
        {
            // It would become a new journal: nobody puts one there to have the old one's events forgotten.
            throw new JournalFileLostException(isKnown ? FilesState.Overwritten : FilesState.Replaced);
        }

        if (isKnown && !overwritten)
        {
            return false;
        }

        if (!HasSettled(found) || found is null)
        {
            throw new JournalFileLostException(found is null ? FilesState.Missing : overwritten ? FilesState.Overwritten : FilesState.Replaced);
        }

        return true;
    }

    /// <summary>Whether there has been no file for a while, so that nobody is about to put one there.</summary>
    public bool IsAbandoned() => FileStamp.Of(_path) is null && HasSettled(found: null);

    private bool HasSettled(FileStamp? found)
    {
        if (!_hasSeen || _seen != found)
        {
            (_hasSeen, _seen) = (true, found);
            _seenSince = time.GetTimestamp();
        }

        return time.GetElapsedTime(_seenSince) >= Settled;
    }
}
