using Bulutfon.Webhooks.Server.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulutfon.Webhooks.Server.Tests.Journal;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task What_waits_during_a_commit_is_committed_together()
    {
        using var writer = new ScriptedWriter { Held = true };
        using var commits = Start(writer);
        var first = commits.WriteAsync(Event("first")).AsTask();
        await writer.Entered;
        var rest = Enumerable.Range(0, 50).Select(i => commits.WriteAsync(Event($"call-{i}")).AsTask()).ToList();

        writer.Release();
        await first;
        await Task.WhenAll(rest);

        Assert.Equal([1, 50], writer.BatchSizes);
    }

    [Fact]
    public async Task Nobody_is_answered_before_the_commit()
    {
        using var writer = new ScriptedWriter { Held = true };
        using var commits = Start(writer);

        var write = commits.WriteAsync(Event("a")).AsTask();
        await writer.Entered;
        Assert.False(write.IsCompleted);
        writer.Release();

        Assert.Equal(new Appended(1, false), await write);
    }

    [Fact]
    public async Task A_write_that_the_store_refuses_takes_no_other_with_it()
    {
        using var writer = new ScriptedWriter { Held = true, Poison = "poison" };
        using var commits = Start(writer);
        var first = commits.WriteAsync(Event("first")).AsTask();
        await writer.Entered;
        var good = commits.WriteAsync(Event("good")).AsTask();
        var poison = commits.WriteAsync(Event("poison")).AsTask();
        var alsoGood = commits.WriteAsync(Event("also good")).AsTask();

        writer.Release();

        await first;
        await good;
        await alsoGood;
        await Assert.ThrowsAsync<JournalUnavailableException>(() => poison);
    }

    [Fact]
    public async Task After_a_failure_of_the_store_the_next_batch_is_tried_again()
    {
        using var writer = new ScriptedWriter { FailuresLeft = 1 };
        var health = new CommitHealth(TimeProvider.System, NullLogger<CommitHealth>.Instance);
        using var commits = new GroupCommit(writer, 10, health, static _ => { });

        await Assert.ThrowsAsync<JournalUnavailableException>(() => commits.WriteAsync(Event("a")).AsTask());
        Assert.NotNull(health.Outage);

        await commits.WriteAsync(Event("b"));
        Assert.Null(health.Outage);
    }

    [Fact]
    public async Task Memory_of_bodies_that_wait_or_are_being_committed_is_bounded()
    {
        using var writer = new ScriptedWriter { Held = true };
        using var commits = Start(writer, capacity: 1_000_000);
        var big = TestEvents.CallInit("big") with { Body = new byte[16 * 1024 * 1024] };
        var first = commits.WriteAsync(new PendingEvent(big)).AsTask();
        await writer.Entered;

        var accepted = new List<Task>();
        var refused = Assert.Throws<JournalUnavailableException>(() =>
        {
            while (accepted.Count < 100)
            {
                accepted.Add(commits.WriteAsync(new PendingEvent(big)).AsTask());
            }
        });

        Assert.Equal(3, accepted.Count);
        Assert.True(commits.Status.IsFull);
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        writer.Release();
        await first;
        await Task.WhenAll(accepted);

        // The writer gives the memory back after it has answered.
        await commits.WriteAsync(Event("then"));
        await commits.WriteAsync(Event("and then"));
        Assert.False(commits.Status.IsFull);
    }

    [Fact]
    public async Task Stopping_commits_what_waits_and_takes_no_more()
    {
        using var writer = new ScriptedWriter { Held = true };
        var commits = Start(writer);
        var first = commits.WriteAsync(Event("first")).AsTask();
        await writer.Entered;
        var waiting = commits.WriteAsync(Event("waiting")).AsTask();

        writer.Release();
        commits.Dispose();

        await first;
        await waiting;
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await commits.WriteAsync(Event("late")));
    }

    [Fact]
    public async Task Writes_that_come_one_by_one_are_committed_by_the_thread_that_brings_them()
    {
        using var writer = new ScriptedWriter { Leads = true };
        using var commits = Start(writer);
        await OneByOneAsync(commits);

        var write = commits.WriteAsync(Event("alone"));

        Assert.True(write.IsCompleted);
        Assert.Equal(Environment.CurrentManagedThreadId, writer.LedBy);
        Assert.Equal(writer.LastId, (await write).Id);
        Assert.Equal((0, 0), (commits.Status.Waiting, commits.Status.WaitingBytes));
    }

    [Fact]
    public async Task What_arrives_while_one_leads_is_committed_together_behind_it()
    {
        using var writer = new ScriptedWriter { Leads = true };
        using var commits = Start(writer);
        await OneByOneAsync(commits);
        writer.HoldLeader();
        var leader = Task.Run(async () => await commits.WriteAsync(Event("leader")));
        await writer.LeaderEntered;

        // It hangs in its fsync: nobody else is held, and nobody overtakes it.
        var others = Enumerable.Range(0, 64).Select(i => commits.WriteAsync(Event($"other-{i}")).AsTask()).ToList();
        Assert.Equal(64, commits.Status.Waiting);
        Assert.DoesNotContain(others, other => other.IsCompleted);
        writer.ReleaseLeader();

        var ids = await Task.WhenAll(others);
        Assert.Equal((await leader).Id + 1, ids.Min(each => each.Id));
        Assert.Equal(64, writer.BatchSizes[^1]);
        Assert.Equal(1, writer.MostAtOnce);
    }

    [Fact]
    public async Task What_cannot_be_committed_at_once_is_left_to_the_journal_s_thread()
    {
        using var writer = new ScriptedWriter { Leads = true };
        using var commits = Start(writer);
        await OneByOneAsync(commits);
        writer.IsLocked = true;

        var write = await commits.WriteAsync(Event("locked"));

        Assert.Equal(writer.LastId, write.Id);
        Assert.NotEqual(Environment.CurrentManagedThreadId, writer.CommittedBy);
    }

    [Fact]
    public async Task A_failure_of_who_leads_is_told_and_the_next_goes_the_usual_way()
    {
        using var writer = new ScriptedWriter { Leads = true };
        var health = new CommitHealth(TimeProvider.System, NullLogger<CommitHealth>.Instance);
        using var commits = new GroupCommit(writer, 10, health, static _ => { });
        await OneByOneAsync(commits);
        writer.FailuresLeft = 1;

        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await commits.WriteAsync(Event("failed")));
        Assert.NotNull(health.Outage);
        var led = writer.Led;
        await commits.WriteAsync(Event("next"));

        Assert.Equal(led, writer.Led);
        Assert.Null(health.Outage);
        Assert.Equal(0, commits.Status.WaitingBytes);
    }

    [Fact]
    public async Task Stopping_waits_for_who_leads_and_commits_what_waits_behind_it()
    {
        using var writer = new ScriptedWriter { Leads = true };
        var commits = Start(writer);
        await OneByOneAsync(commits);
        writer.HoldLeader();
        var leader = Task.Run(async () => await commits.WriteAsync(Event("leader")));
        await writer.LeaderEntered;
        var waiting = commits.WriteAsync(Event("waiting")).AsTask();

        var stopping = Task.Run(commits.Dispose);
        var late = new List<Task<Appended>>();
        await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
        {
            while (true)
            {
                late.Add(commits.WriteAsync(Event("late")).AsTask());
                await Task.Yield();
            }
        });
        Assert.False(stopping.IsCompleted);
        writer.ReleaseLeader();

        await stopping;
        Assert.InRange((await leader).Id, 1, (await waiting).Id - 1);
    }

    [Fact]
    public async Task Committed_writes_are_told_one_after_the_other_whoever_commits()
    {
        using var writer = new ScriptedWriter { Leads = true };
        var told = new List<long>();
        using var commits = new GroupCommit(writer, 10_000, new CommitHealth(TimeProvider.System, NullLogger<CommitHealth>.Instance), batch =>
        {
            foreach (var write in batch)
            {
                told.Add(write.Result.Id);
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                await commits.WriteAsync(Event($"{number}-{i}"));
            }
        })));
        await OneByOneAsync(commits, 500);

        Assert.Equal(Enumerable.Range(1, 2000).Select(id => (long)id), told);
        Assert.Equal(1, writer.MostAtOnce);
        Assert.InRange(writer.Led, 400, 2000);
    }

    private static async Task OneByOneAsync(GroupCommit commits, int count = 6)
    {
        for (var i = 0; i < count; i++)
        {
            await commits.WriteAsync(Event($"one-{i}"));
            while (commits.Status.WaitingBytes > 0)
            {
                // The journal's thread gives the memory back after it has answered.
                await Task.Yield();
            }
        }
    }

    private static GroupCommit Start(ScriptedWriter writer, int capacity = 1000) =>
        new(writer, capacity, new CommitHealth(TimeProvider.System, NullLogger<CommitHealth>.Instance), static _ => { });

    private static PendingEvent Event(string uuid) => new(TestEvents.CallInit(uuid));

    /// <summary>A store that does as it is told.</summary>
    private sealed class ScriptedWriter : IJournalWriter
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();
        private readonly TaskCompletionSource _leaderEntered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ManualResetEventSlim? _leaderReleased;
        private long _lastId;
        private int _now;

        public bool Leads { get; init; }

        public bool IsQuick => Leads;

        /// <summary>Another process has the file.</summary>
        public bool IsLocked { get; set; }

        public int LedBy { get; private set; }

        public int Led { get; private set; }

        public int CommittedBy { get; private set; }

        public int MostAtOnce { get; private set; }

        public long LastId => _lastId;

        public Task LeaderEntered => _leaderEntered.Task;

        public void HoldLeader() => _leaderReleased = new ManualResetEventSlim();

        public void ReleaseLeader() => _leaderReleased!.Set();

        public bool TryCommitAtOnce(ReadOnlySpan<PendingWrite> batch)
        {
            if (!Leads || IsLocked)
            {
                return false;
            }

            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            try
            {
                if (_leaderReleased is { } released)
                {
                    _leaderEntered.TrySetResult();
                    released.Wait();
                }

                (LedBy, Led) = (Environment.CurrentManagedThreadId, Led + 1);
                Write(batch);
                return true;
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }

        public bool Held { get; init; }

        public string? Poison { get; init; }

        public int FailuresLeft { get; set; }

        public List<int> BatchSizes { get; } = [];

        public Task Entered => _entered.Task;

        public void Release() => _released.Set();

        public void Commit(ReadOnlySpan<PendingWrite> batch)
        {
            _entered.TrySetResult();
            if (Held)
            {
                _released.Wait();
            }

            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            CommittedBy = Environment.CurrentManagedThreadId;
            try
            {
                Write(batch);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }

        private void Write(ReadOnlySpan<PendingWrite> batch)
        {
            if (FailuresLeft-- > 0)
            {
                throw new IOException("The disk is full.");
            }

            foreach (var write in batch)
            {
                if (Poison is not null && write is PendingEvent pending && pending.New.Event.Uuid == Poison)
                {
                    throw new InvalidOperationException("This one is refused.");
                }

                write.Result = new Appended(++_lastId, false);
            }

            BatchSizes.Add(batch.Length);
        }

        public long WalBytes => 0;

        public int Generation => 0;

        public StoreFault? FaultOf(Exception exception) => exception is IOException ? new("disk_full", exception.Message, "") : null;

        public void Dispose()
        {
            _released.Dispose();
            _leaderReleased?.Dispose();
        }
    }
}
