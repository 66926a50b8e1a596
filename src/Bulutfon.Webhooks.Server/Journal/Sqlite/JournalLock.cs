namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>An OS lock on <c>&lt;journal&gt;.lock</c>, held as long as the server runs: one journal has one writer.</summary>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream _file;

    private JournalLock(FileStream file) => _file = file;

    /// <exception cref="JournalInUseException">Another server holds it.</exception>
    /// <exception cref="StartupException">The file cannot be made.</exception>
    public static JournalLock Take(SqliteJournalFiles files)
    {
        try
        {
            // FileShare.None is an advisory flock on Unix; the kernel gives it back when the process ends, however it ends.
            return new JournalLock(new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
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

    public void Dispose() => _file.Dispose();
}
