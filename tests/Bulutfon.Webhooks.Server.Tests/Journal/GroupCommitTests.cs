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

    private static GroupCommit Start(ScriptedWriter writer, int capacity = 1000) =>
        new(writer, capacity, new CommitHealth(TimeProvider.System, NullLogger<CommitHealth>.Instance), static _ => { });

    private static PendingEvent Event(string uuid) => new(TestEvents.CallInit(uuid));

    /// <summary>A store that does as it is told.</summary>
    private sealed class ScriptedWriter : IJournalWriter
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();
        private long _lastId;

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

        public void Dispose() => _released.Dispose();
    }
}
