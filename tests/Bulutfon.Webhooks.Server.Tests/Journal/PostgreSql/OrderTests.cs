using System.Collections.Concurrent;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

/// <summary>
/// Sequences become visible in order, whatever replicas commit at one time: who reads behind the last that he saw neither skips
/// an event nor sees one twice.
/// </summary>
public sealed class OrderTests : IDisposable
{
    private readonly OpenPostgreSqlJournal _journal = new();

    public void Dispose() => _journal.Dispose();

    [SkippableFact]
    public async Task Nobody_gets_a_sequence_while_a_transaction_that_has_one_is_open()
    {
        using var other = new OpenPostgreSqlJournal(_journal.Database);
        await using var open = new OpenAppend(_journal, "held");

        var waiting = other.Journal.AppendAsync(TestEvents.CallInit("b")).AsTask();
        await WaitForLockAsync();

        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, await other.Journal.ReadLastSequenceAsync(default));
        await open.CommitAsync();
        Assert.Equal(new Appended(2, false), await waiting);
        var read = await other.Journal.ReadAfterAsync(0, 10, default);
        Assert.Equal([(1L, "held"), (2L, "b")], read.Select(committed => (committed.Id, committed.Event!.Uuid)));
    }

    [SkippableFact]
    public async Task A_sequence_that_was_rolled_back_is_a_gap_that_nobody_waits_for()
    {
        await using (var open = new OpenAppend(_journal, "never"))
        {
            await open.RollBackAsync();
        }

        var appended = await _journal.Journal.AppendAsync(TestEvents.CallInit("b"));

        Assert.Equal(new Appended(2, false), appended);
        Assert.Equal([2L], (await _journal.Journal.ReadAfterAsync(0, 10, default)).Select(committed => committed.Id));
    }

    [SkippableFact]
    public async Task Duplicate_of_an_event_whose_transaction_is_open_waits_and_knows_the_first()
    {
        using var other = new OpenPostgreSqlJournal(_journal.Database);
        await using var open = new OpenAppend(_journal, "same");

        var waiting = other.Journal.AppendAsync(TestEvents.CallInit("same")).AsTask();
        await WaitForLockAsync();
        await open.CommitAsync();

        Assert.Equal(new Appended(1, true), await waiting);
        Assert.Equal(2, _journal.Database.Scalar<int>("SELECT delivery_count FROM journal"));
    }

    [SkippableFact]
    public async Task Followers_of_replicas_that_commit_at_one_time_see_each_event_once_and_in_order()
    {
        const int Replicas = 3;
        const int Each = 600;
        var replicas = Enumerable.Range(0, Replicas).Select(_ => new OpenPostgreSqlJournal(_journal.Database)).ToList();
        using var done = new CancellationTokenSource();
        var answered = new ConcurrentBag<long>();

        // Some transactions stay open for a while between drawing their sequence and committing.
        var holding = Task.Run(async () =>
        {
            for (var number = 0; !done.IsCancellationRequested; number++)
            {
                await using var open = new OpenAppend(_journal, $"held-{number}");
                await Task.Delay(number % 3 * 7);
                if (number % 4 == 3)
                {
                    await open.RollBackAsync();
                }
                else
                {
                    answered.Add(await open.CommitAsync());
                }
            }
        });
        var following = replicas.ConvertAll(replica => FollowAsync(replica.Journal, done.Token));
        await Task.WhenAll(replicas.Select((replica, index) => Task.Run(async () =>
        {
            await Parallel.ForAsync(0, Each, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
                answered.Add((await replica.Journal.AppendAsync(TestEvents.CallInit($"r{index}-{number}"))).Id));
        })));

        await done.CancelAsync();
        await holding;
        var expected = answered.Order().ToList();
        Assert.Equal(expected.Distinct(), expected);
        Assert.True(expected.Count >= Replicas * Each);
        foreach (var (replica, seen) in replicas.Zip(await Task.WhenAll(following)))
        {
            // The rest of what it had not read when the others stopped.
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            while (seen.LastOrDefault() < expected[^1])
            {
                await replica.Journal.ReadLastSequenceAsync(patience.Token);
                seen.AddRange((await replica.Journal.ReadAfterAsync(seen.LastOrDefault(), int.MaxValue, patience.Token)).Select(committed => committed.Id));
            }

            Assert.Equal(expected, seen);
            replica.Dispose();
        }
    }

    private static async Task<List<long>> FollowAsync(IJournal journal, CancellationToken done)
    {
        var seen = new List<long>();
        while (!done.IsCancellationRequested)
        {
            await journal.ReadLastSequenceAsync(CancellationToken.None);
            seen.AddRange((await journal.ReadAfterAsync(seen.LastOrDefault(), 50, CancellationToken.None)).Select(committed => committed.Id));
        }

        return seen;
    }

    /// <summary>Until a session waits for the lock of the order.</summary>
    private async Task WaitForLockAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (_journal.Database.Scalar<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1112887116 AND objid = 1 AND NOT granted") == 0)
        {
            await Task.Delay(10, timeout.Token);
        }
    }

    /// <summary>A replica's transaction that has drawn a sequence, and is not committed.</summary>
    private sealed class OpenAppend : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlTransaction _transaction;
        private readonly PendingEvent _pending;

        public OpenAppend(OpenPostgreSqlJournal journal, string uuid)
        {
            _connection = journal.Connections.OpenWriter();
            _transaction = _connection.BeginTransaction();
            _pending = new PendingEvent(TestEvents.CallInit(uuid));
            new WriteBatch([_pending], maxRejections: 0).Commit(_connection);
        }

        public async Task<long> CommitAsync()
        {
            await _transaction.CommitAsync();
            return _pending.Result.Id;
        }

        public Task RollBackAsync() => _transaction.RollbackAsync();

        public async ValueTask DisposeAsync()
        {
            await _transaction.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
