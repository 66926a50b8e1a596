namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// An OS lock on <c>&lt;journal&gt;.lock</c>, held as long as the server runs: one journal has one writer. The lock is the file's
/// and not the name's, so a file that was deleted is made and locked again.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FilePath _path;
    private FileStream _file;
    private FileStamp? _locked;

    private JournalLock(string path)
    {
        _path = new FilePath(path);
        _file = Open(path);
        _locked = FileStamp.OfLog(_path);
    }

    /// <summary>Whether the file that is locked is the one that others would lock.</summary>
    public bool IsInPlace
    {
        get
        {
            var found = FileStamp.OfLog(_path);
            lock (_gate)
            {
                return found is not null && _locked is not null && found.Value.IsSameFile(_locked.Value);
            }
        }
    }

    /// <exception cref="JournalInUseException">Another server holds it.</exception>
    /// <exception cref="StartupException">The file cannot be made.</exception>
    public static JournalLock Take(SqliteJournalFiles files)
    {
        try
        {
            return new JournalLock(files.Lock);
        }
        catch (IOException exception) when (File.Exists(files.Lock))
        {
            throw new JournalInUseException(
                $"Another server is using the journal {files.Journal} (its lock {files.Lock} is held). Stop that one, or give this one a journal of its own by ConnectionStrings:Journal.",
                exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The lock {files.Lock} cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>Makes the file again if it was deleted; false if another server did, and has it.</summary>
    public bool TryKeep()
    {
        if (IsInPlace)
        {
            return true;
        }

        try
        {
            var again = Open(_path.Text);
            lock (_gate)
            {
                _file.Dispose();
                _file = again;
                _locked = FileStamp.OfLog(_path);
            }

            return true;
        }
        catch (IOException)
        {
            // Held by another. Where the file cannot even be made, nobody else can take it.
            return !File.Exists(_path.Text);
        }
        catch (UnauthorizedAccessException)
        {
            return !File.Exists(_path.Text);
        }
    }

    public void Dispose() => _file.Dispose();

    // FileShare.None is an advisory flock on Unix; the kernel gives it back when the process ends, however it ends.
    private static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
