using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>The journal in a PostgreSQL database, which any number of servers share. Opened once, before the server listens.</summary>
internal sealed class PostgreSqlJournal : IJournal, IDisposable
{
    /// <summary>From so many bytes of bodies on, followers get the rest in another turn.</summary>
    private const long MostBytesRead = 8L * 1024 * 1024;

    private readonly TimeProvider _time;
    private readonly RecentEvents _recent = new();
    private readonly CommitSignal _signal = new();
    private readonly DbContextOptions<PostgreSqlJournalContext> _readerOptions;
    private readonly PostgreSqlJournalReader _reader;
    private readonly GroupCommit _commits;
    private readonly CommitWatch _watch;
    private readonly PostgreSqlConnections _connections;
    private readonly PostgreSqlUpkeep _upkeep;

    /// <exception cref="StartupException">The journal cannot be opened.</exception>
    public PostgreSqlJournal(PostgreSqlConnections connections, JournalOptions options, int maxRejections, CommitHealth health, TimeProvider time)
    {
        _time = time;
        _connections = connections;
        _upkeep = new PostgreSqlUpkeep(connections);
        _readerOptions = new DbContextOptionsBuilder<PostgreSqlJournalContext>().UseNpgsql(connections.Readers).Options;
        _reader = new PostgreSqlJournalReader(connections.Readers);
        PostgreSqlMigrator.Migrate(connections);
        var writer = new PostgreSqlJournalWriter(connections, maxRejections, time, _signal);
        _signal.Set(Open(writer));
        _commits = new GroupCommit(writer, options.QueueCapacity, health, Publish);
        _watch = new CommitWatch(connections, _reader, _signal, _recent);
    }

    private static long Open(PostgreSqlJournalWriter writer)
    {
        try
        {
            return writer.Open();
        }
        catch (Exception exception) when (PostgreSqlMigrator.Explain(exception) is { } explained)
        {
            throw new StartupException(explained, exception);
        }
    }

    public long LastSequence => _signal.Last;

    public JournalStatus Status => _commits.Status;

    public async ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken)
    {
        _signal.Raise(await _reader.ReadLastAsync(cancellationToken));
        return LastSequence;
    }

    public ValueTask<Appended> AppendAsync(NewEvent newEvent) => _commits.WriteAsync(new PendingEvent(newEvent));

    public ValueTask<Appended> AppendRetriedAsync(long rejectionId, NewEvent newEvent) => _commits.WriteAsync(new PendingEvent(newEvent, rejectionId));

    public ValueTask<Appended> RejectAsync(RejectionRow rejection) => _commits.WriteAsync(new PendingRejection(rejection));

    public async Task MarkCallbackAsync(CallbackMarkRow mark, long forgetBefore) =>
        await _commits.WriteAsync(new PendingMark(mark.Number, mark, forgetBefore));

    public async Task<bool> UnmarkCallbackAsync(string number) =>
        (await _commits.WriteAsync(new PendingMark(number, mark: null, forgetBefore: 0))).Id > 0;

    public async ValueTask<Appended> KeepUpAsync(PendingUpkeep upkeep)
    {
        var id = await _upkeep.WriteAsync(upkeep);
        if (upkeep is PendingDeletion deletion)
        {
            _recent.Erase(deletion.Events);
        }

        return new Appended(id, Duplicate: false);
    }

    public Task<long> DropMonthsAsync(long cutoff, CancellationToken cancellationToken) => _upkeep.DropPartitionsAsync(cutoff, cancellationToken);

    public IRight? TryLead(string work) => HeldLease.TryTake(_connections, work);

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

    public JournalContext OpenContext() => new PostgreSqlJournalContext(_readerOptions);

    /// <summary>The server is about to stop; see <see cref="GroupCommit.Hasten"/>.</summary>
    public void Hasten() => _commits.Hasten();

    public void Dispose()
    {
        _watch.Dispose();
        _commits.Dispose();
    }

    private void Publish(ReadOnlySpan<PendingWrite> batch)
    {
        // Events of one batch that are equal have one sequence, and the first of them is the event.
        var last = 0L;
        foreach (var write in batch)
        {
            if (write is not PendingEvent pending)
            {
                continue;
            }

            // One that repeats an event whose own commit ended in doubt tells that the event is there.
            last = Math.Max(last, pending.Result.Id);
            if (!pending.Result.Duplicate)
            {
                var (hook, receivedAt, _, _, webhookEvent, _) = pending.New;
                _recent.Add(new CommittedEvent(pending.Result.Id, hook, receivedAt, pending.Timestamp, webhookEvent.WithArrival(receivedAt)) { Size = pending.Size });
            }
        }

        _signal.Raise(last);
    }
}
