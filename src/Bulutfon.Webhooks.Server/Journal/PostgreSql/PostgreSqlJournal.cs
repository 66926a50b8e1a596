using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>The journal in a PostgreSQL database, which any number of servers share. Opened once, before the server listens.</summary>
internal sealed class PostgreSqlJournal : JournalBase, IJournal, IDisposable
{
    private readonly DbContextOptions<PostgreSqlJournalContext> _readerOptions;
    private readonly PostgreSqlJournalReader _reader;
    private readonly CommitWatch _watch;
    private readonly PostgreSqlConnections _connections;
    private readonly PostgreSqlUpkeep _upkeep;

    /// <exception cref="StartupException">The journal cannot be opened.</exception>
    public PostgreSqlJournal(PostgreSqlConnections connections, JournalOptions options, int maxRejections, CommitHealth health, TimeProvider time)
        : base(time)
    {
        _connections = connections;
        _upkeep = new PostgreSqlUpkeep(connections);
        _readerOptions = new DbContextOptionsBuilder<PostgreSqlJournalContext>().UseNpgsql(connections.Readers).Options;
        _reader = new PostgreSqlJournalReader(connections.Readers);
        PostgreSqlMigrator.Migrate(connections);
        var writer = new PostgreSqlJournalWriter(connections, maxRejections, time, Signal);
        Signal.Set(Open(writer));
        Commits = new GroupCommit(writer, options.QueueCapacity, health, Publish);
        _watch = new CommitWatch(connections, _reader, Signal, Recent);
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

    protected override GroupCommit Commits { get; }

    public async ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken)
    {
        Signal.Raise(await _reader.ReadLastAsync(cancellationToken));
        return LastSequence;
    }

    public async ValueTask<Appended> KeepUpAsync(PendingUpkeep upkeep)
    {
        var id = await _upkeep.WriteAsync(upkeep);
        if (upkeep is PendingDeletion deletion)
        {
            Recent.Erase(deletion.Events);
        }

        return new Appended(id, Duplicate: false);
    }

    public Task<long> DropMonthsAsync(long cutoff, CancellationToken cancellationToken) => _upkeep.DropPartitionsAsync(cutoff, cancellationToken);

    public IRight? TryLead(string work) => HeldLease.TryTake(_connections, work);

    public override JournalContext OpenContext() => new PostgreSqlJournalContext(_readerOptions);

    public void Dispose()
    {
        _watch.Dispose();
        Commits.Dispose();
    }

    protected override Task ReadStoredAsync(long after, int limit, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken) =>
        _reader.ReadAfterAsync(after, limit, mostBytes, into, cancellationToken);

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
                Keep(pending);
            }
        }

        Signal.Raise(last);
    }
}
