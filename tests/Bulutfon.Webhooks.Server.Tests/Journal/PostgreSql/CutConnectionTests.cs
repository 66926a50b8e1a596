using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

/// <summary>What a journal does whose connections were cut.</summary>
public sealed class CutConnectionTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [SkippableFact]
    public async Task Connection_that_was_cut_while_nobody_posted_costs_no_post()
    {
        using var journal = new OpenPostgreSqlJournal(time: _time);
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        journal.Database.CutConnections();
        _time.Advance(TimeSpan.FromSeconds(2));

        var appended = await journal.Journal.AppendAsync(TestEvents.CallInit("b"));

        Assert.Equal(2, appended.Id);
        Assert.Null(journal.Journal.Status.Outage);
    }

    [SkippableFact]
    public async Task Connection_that_was_cut_under_a_batch_leaves_that_in_doubt()
    {
        using var journal = new OpenPostgreSqlJournal(time: _time);
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        journal.Database.CutConnections();

        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Journal.AppendAsync(TestEvents.CallInit("b")).AsTask());
        await journal.Journal.AppendAsync(TestEvents.CallInit("c"));

        Assert.Equal(["a", "c"], (await journal.Journal.ReadAfterAsync(0, 10, default)).Select(each => each.Event?.Uuid));
    }

    [SkippableFact]
    public async Task Standby_that_had_not_received_what_another_replica_committed_gives_no_id_of_that_again()
    {
        using var journal = new OpenPostgreSqlJournal(time: _time);
        using var other = new OpenPostgreSqlJournal(journal.Database, time: _time);
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        await other.Journal.AppendAsync(TestEvents.CallInit("b"));
        Assert.Equal(2, await journal.Journal.ReadLastSequenceAsync(default));

        journal.Database.Execute("DELETE FROM journal WHERE id = 2; SELECT setval('journal_id', 1)");
        journal.Database.CutConnections();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(3, (await journal.Journal.AppendAsync(TestEvents.CallInit("c"))).Id);
    }

    [SkippableFact]
    public async Task While_a_copy_is_made_nothing_is_written()
    {
        using var journal = new OpenPostgreSqlJournal(time: _time);
        using var copy = journal.Database.Open();
        await using var alone = new NpgsqlCommand($"SELECT pg_advisory_lock({AdvisoryLocks.Use})", copy) { CommandTimeout = 0 };
        var waiting = alone.ExecuteNonQueryAsync();
        Assert.False(waiting.IsCompleted);

        journal.Database.CutConnections(butOf: copy.ProcessID);
        await waiting;
        await RefuseAsync(journal);

        copy.Close();
        await ResumeAsync(journal);
    }

    [SkippableFact]
    public async Task Half_a_copy_is_written_to_by_nobody()
    {
        using var journal = new OpenPostgreSqlJournal(time: _time);
        journal.Database.Execute($"INSERT INTO journal_state (name, value) VALUES ('{StateRow.Copy}', 'other')");
        journal.Database.CutConnections();

        await RefuseAsync(journal);

        journal.Database.Execute($"DELETE FROM journal_state WHERE name = '{StateRow.Copy}'");
        await ResumeAsync(journal);
    }

    private async Task RefuseAsync(OpenPostgreSqlJournal journal)
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Journal.AppendAsync(TestEvents.CallInit("a")).AsTask());
        Assert.Equal("being_copied", journal.Journal.Status.Outage?.Fault.Cause);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Journal.KeepUpAsync(new PendingErasure("905321234567", "admin", 1)).AsTask());
    }

    private static async Task ResumeAsync(OpenPostgreSqlJournal journal)
    {
        // The session that went may hold its lock a moment longer.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            try
            {
                Assert.Equal(1, (await journal.Journal.AppendAsync(TestEvents.CallInit("b"))).Id);
                return;
            }
            catch (JournalUnavailableException)
            {
                await Task.Delay(20, patience.Token);
            }
        }
    }
}
