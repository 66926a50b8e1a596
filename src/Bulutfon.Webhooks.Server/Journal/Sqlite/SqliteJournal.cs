using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The journal in a SQLite file. Opened once, before the server listens; closed after it stopped listening.</summary>
internal sealed class SqliteJournal : IJournal, IDisposable
{
    /// <summary>From so many bytes of bodies on, followers get the rest in another turn.</summary>
    private const long MostBytesRead = 8L * 1024 * 1024;

    private readonly TimeProvider _time;
    private readonly SqliteJournalFiles _files;
    private readonly RecentEvents _recent = new();
    private readonly CommitSignal _signal = new();
    /// <summary>Made by the first who needs it: a server that only receives never loads EF Core.</summary>
    private readonly Lazy<DbContextOptions<SqliteJournalContext>> _readerOptions;
    private readonly SqliteJournalReader _reader;
    private readonly JournalLock _lock;
    private readonly SqliteJournalWriter _writer;
    private readonly GroupCommit _commits;

    /// <exception cref="StartupException">The journal cannot be opened.</exception>
    public SqliteJournal(SqliteJournalFiles files, JournalOptions options, int maxRejections, CommitHealth health, TimeProvider time, ILogger<SqliteJournal> logger)
    {
        _time = time;
        _files = files;
        _readerOptions = new(() => new DbContextOptionsBuilder<SqliteJournalContext>().UseSqlite(files.ReaderConnectionString).Options);
        _reader = new SqliteJournalReader(files.ReaderConnectionString);
        files.Make();
        _lock = JournalLock.Take(files);
        try
        {
            SqliteMigrator.Migrate(files);
            var writer = _writer = new SqliteJournalWriter(files, _lock, maxRejections, options.LargeWalBytes, time, logger);
            _signal.Set(Open(writer, files));
            _commits = new GroupCommit(writer, options.QueueCapacity, health, Publish);
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

    public long LastSequence => _signal.Last;

    public JournalStatus Status => _commits.Status;

    public bool IsDisplaced => !_lock.IsInPlace || _writer.IsTouched;

    public ValueTask<Appended> AppendAsync(NewEvent newEvent) => _commits.WriteAsync(new PendingEvent(newEvent));

    public ValueTask<Appended> AppendRetriedAsync(long rejectionId, NewEvent newEvent) => _commits.WriteAsync(new PendingEvent(newEvent, rejectionId));

    public ValueTask<Appended> RejectAsync(RejectionRow rejection) => _commits.WriteAsync(new PendingRejection(rejection));

    public async Task MarkCallbackAsync(CallbackMarkRow mark, long forgetBefore) =>
        await _commits.WriteAsync(new PendingMark(mark.Number, mark, forgetBefore));

    public async Task<bool> UnmarkCallbackAsync(string number) =>
        (await _commits.WriteAsync(new PendingMark(number, mark: null, forgetBefore: 0))).Id > 0;

    public ValueTask<Appended> KeepUpAsync(PendingUpkeep upkeep) => _commits.WriteAsync(upkeep);

    public IReadOnlyList<string> Copies => _files.Copies;

    public ValueTask<bool> HasErasureAsync(CancellationToken cancellationToken) => new(_reader.HasErasureAsync(cancellationToken));

    public ValueTask<Appended> ProbeAsync() => _commits.WriteAsync(new PendingProbe(UnixTime.Of(_time.GetUtcNow())));

    public async Task<IReadOnlyList<CommittedEvent>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var events = new List<CommittedEvent>();
        if (after >= LastSequence || _recent.TryRead(after, limit, MostBytesRead, events))
        {
            return events;
        }

        await _reader.ReadAfterAsync(after, limit, MostBytesRead, events, cancellationToken);
        return events;
    }

    public void ForgetRecent(long through) => _recent.Forget(through);

    public Task WaitForCommitAsync(long after, CancellationToken cancellationToken) => _signal.WaitAsync(after, cancellationToken);

    public JournalContext OpenContext() => new SqliteJournalContext(_readerOptions.Value);

    /// <summary>The server is about to stop; see <see cref="GroupCommit.Hasten"/>.</summary>
    public void Hasten() => _commits.Hasten();

    public void Dispose()
    {
        _commits.Dispose();
        _lock.Dispose();
    }

    private void Publish(ReadOnlySpan<PendingWrite> batch)
    {
        var last = LastSequence;
        foreach (var write in batch)
        {
            if (write is PendingDeletion deletion)
            {
                _recent.Erase(deletion.Events);
            }

            // One that repeats an event whose own commit ended in doubt tells that the event is there.
            if (write is PendingEvent { Result: { Duplicate: true } again })
            {
                last = Math.Max(last, again.Id);
            }
            else if (write is PendingEvent { Result.Duplicate: false } pending)
            {
                var (hook, receivedAt, _, _, webhookEvent, _) = pending.New;
                _recent.Add(new CommittedEvent(last = pending.Result.Id, hook, receivedAt, pending.Timestamp, webhookEvent.WithArrival(receivedAt)) { Size = pending.Size });
            }
        }

        if (last > LastSequence)
        {
            _signal.Set(last);
        }
    }
}
