using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The journal in a SQLite file. Opened once, before the server listens; closed after it stopped listening.</summary>
internal sealed class SqliteJournal : JournalBase, IJournal, IDisposable
{
    private readonly SqliteJournalFiles _files;

    /// <summary>Made by the first who needs it: a server that only receives never loads EF Core.</summary>
    private readonly Lazy<DbContextOptions<SqliteJournalContext>> _readerOptions;
    private readonly SqliteJournalReader _reader;
    private readonly JournalLock _lock;
    private readonly SqliteJournalWriter _writer;

    /// <exception cref="StartupException">The journal cannot be opened.</exception>
    public SqliteJournal(SqliteJournalFiles files, JournalOptions options, int maxRejections, CommitHealth health, TimeProvider time, ILogger<SqliteJournal> logger)
        : base(time)
    {
        _files = files;
        _readerOptions = new(() => new DbContextOptionsBuilder<SqliteJournalContext>().UseSqlite(files.ReaderConnectionString).Options);
        _reader = new SqliteJournalReader(files.ReaderConnectionString);
        files.MakeLock();
        _lock = JournalLock.Take(files);
        try
        {
            files.Make();
            SqliteMigrator.Migrate(files);
            SqliteMigrator.RefuseHalfCopy(files);
            var writer = _writer = new SqliteJournalWriter(files, _lock, maxRejections, options.LargeWalBytes, time, logger);
            Signal.Set(Open(writer, files));
            Commits = new GroupCommit(writer, options.QueueCapacity, health, Publish);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    private static long Open(SqliteJournalWriter writer, SqliteJournalFiles files)
    {
        try
        {
            return writer.Open();
        }
        catch (Exception exception) when (exception is SqliteException or JournalFileLostException)
        {
            var fault = writer.FaultOf(exception);
            throw new StartupException($"The journal {files.Journal} cannot be opened ({exception.Message}). {fault?.Reason} {fault?.Remedy}", exception);
        }
    }

    protected override GroupCommit Commits { get; }

    public bool IsDisplaced => !_lock.IsInPlace || _writer.IsTouched;

    public ValueTask<Appended> KeepUpAsync(PendingUpkeep upkeep) => Commits.WriteAsync(upkeep);

    public IReadOnlyList<string> Copies => _files.Copies;

    public ValueTask<bool> HasErasureAsync(CancellationToken cancellationToken) => new(_reader.HasErasureAsync(cancellationToken));

    public override JournalContext OpenContext() => new SqliteJournalContext(_readerOptions.Value);

    public void Dispose()
    {
        Commits.Dispose();
        _lock.Dispose();
    }

    protected override Task ReadStoredAsync(long after, int limit, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken) =>
        _reader.ReadAfterAsync(after, limit, mostBytes, into, cancellationToken);

    private void Publish(ReadOnlySpan<PendingWrite> batch)
    {
        var last = LastSequence;
        foreach (var write in batch)
        {
            if (write is PendingDeletion deletion)
            {
                Recent.Erase(deletion.Events);
            }

            // One that repeats an event whose own commit ended in doubt tells that the event is there.
            if (write is PendingEvent { Result: { Duplicate: true } again })
            {
                last = Math.Max(last, again.Id);
            }
            else if (write is PendingEvent { Result.Duplicate: false } pending)
            {
                last = pending.Result.Id;
                Keep(pending);
            }
        }

        if (last > LastSequence)
        {
            Signal.Set(last);
        }
    }
}
