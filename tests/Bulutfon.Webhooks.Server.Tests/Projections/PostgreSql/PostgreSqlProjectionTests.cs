using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Tests.Calls.Projection;
using Bulutfon.Webhooks.Server.Tests.Journal;
using Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.Projections.Search;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Projections.PostgreSql;

/// <summary>The same promises as of the SQLite store's calls.</summary>
public sealed class PostgreSqlCallProjectionTests : CallProjectionTests
{
    /// <summary>Before the samples, which take what skips a test for a failure.</summary>
    public PostgreSqlCallProjectionTests() => PostgreSqlCluster.Need();

    private protected override int Samples => 12;

    private protected override CallStore NewStore() => new(inPostgreSql: true);
}

/// <summary>The same promises as of the SQLite store's roll-ups.</summary>
public sealed class PostgreSqlRollupTests : RollupTests
{
    /// <inheritdoc cref="PostgreSqlCallProjectionTests()"/>
    public PostgreSqlRollupTests() => PostgreSqlCluster.Need();

    private protected override int Samples => 12;

    private protected override CallStore NewStore() => new(inPostgreSql: true);
}

/// <summary>One replica applies, all read; the tables may be deleted, and belong to one journal.</summary>
public sealed class PostgreSqlProjectionTests
{
    [SkippableFact]
    public void Every_question_is_answered_as_by_looking_at_every_event()
    {
        using var journal = new OpenPostgreSqlJournal();
        journal.Database.Execute($"SELECT setval('journal_id', {long.MaxValue})");
        SearchTests.AskEverything(
            use =>
            {
                journal.Database.Execute($"DROP SCHEMA IF EXISTS {PostgreSqlProjectionStore.Schema} CASCADE");
                using var store = new PostgreSqlProjectionStore(journal.Connections);
                store.Open();
                Assert.True(store.TryLead());
                use(store);
            },
            samples: 12);
    }

    [SkippableFact]
    public async Task Of_two_replicas_one_applies_and_the_other_sees_how_far_it_is()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var leader = Open(journal);
        using var other = Open(journal);
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));

        Assert.True(leader.TryLead());
        Assert.False(other.TryLead());
        leader.Apply(await journal.Journal.ReadAfterAsync(0, 10, default));

        Assert.False(other.TryLead());
        Assert.Equal(1, other.Cursor);
        Assert.Equal(1, Assert.Single(other.Hooks).Events);
        Assert.Single(Find(other, "a"));
    }

    [SkippableFact]
    public void Another_takes_over_at_once_when_the_holder_stops()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var other = Open(journal);
        using (var leader = Open(journal))
        {
            Assert.True(leader.TryLead());
            Assert.False(other.TryLead());
        }

        Assert.True(other.TryLead());
    }

    [SkippableFact]
    public async Task Holder_that_was_silent_too_long_is_replaced_and_applies_nothing_twice()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var paused = Open(journal);
        using var other = Open(journal);
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        await journal.Journal.AppendAsync(TestEvents.CallInit("b"));
        var events = await journal.Journal.ReadAfterAsync(0, 10, default);
        Assert.True(paused.TryLead());

        // As if it had been paused beyond the end of its lease, between looking and applying.
        journal.Database.Execute("UPDATE leases SET expires_at = now() - interval '1 second'");
        Assert.True(other.TryLead());
        other.Apply([events[0]]);
        paused.Apply(events);

        Assert.False(paused.TryLead());
        Assert.Equal(1, paused.Cursor);
        other.Apply([events[1]]);
        Assert.Equal(2, Assert.Single(other.Hooks).Events);
    }

    [SkippableFact]
    public async Task Lease_that_ended_unnoticed_applies_nothing()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var paused = Open(journal);
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        Assert.True(paused.TryLead());
        journal.Database.Execute("UPDATE leases SET expires_at = now() - interval '1 second'");

        paused.Apply(await journal.Journal.ReadAfterAsync(0, 10, default));

        Assert.Equal(0, paused.Cursor);
        Assert.Empty(Find(paused, "a"));
    }

    [SkippableFact]
    public void Lease_whose_end_a_wrong_clock_put_far_ahead_is_taken()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var gone = Open(journal);
        using var other = Open(journal);
        Assert.True(gone.TryLead());

        // The clock was an hour ahead, and so was that of a primary whose standby has taken over.
        journal.Database.Execute("UPDATE leases SET expires_at = now() + interval '1 hour'");

        Assert.True(other.TryLead());
    }

    [SkippableFact]
    public async Task Holder_that_is_paused_within_a_transaction_is_replaced_too()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var other = Open(journal);
        var lease = new Lease(PostgreSqlProjectionStore.Schema);
        using var paused = journal.Connections.OpenWriter();
        Assert.True(lease.TryTake(paused));
        using var hold = new NpgsqlCommand($"BEGIN; SELECT {Lease.IsHeld}", paused);
        lease.AddHolder(hold.Parameters);
        Assert.Equal(true, hold.ExecuteScalar());

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!other.TryLead())
        {
            await Task.Delay(200, patience.Token);
        }

        Assert.Equal("25P03", Assert.Throws<PostgresException>(hold.ExecuteScalar).SqlState);
    }

    [SkippableFact]
    public void Tables_of_a_version_that_no_replica_runs_for_an_hour_are_dropped()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var store = Open(journal);
        Assert.True(store.TryLead());
        journal.Database.Execute("""
            CREATE SCHEMA projection_1; CREATE TABLE projection_1.state (); CREATE SCHEMA projection_1_new;
            CREATE SCHEMA projection_2;
            CREATE SCHEMA projection_3;
            INSERT INTO leases VALUES ('projection_1', 'a', now() - interval '61 minutes'), ('projection_2', 'b', now() - interval '59 minutes');
            """);

        store.Tidy();

        Assert.Equal(
            ["projection_2", "projection_3", PostgreSqlProjectionStore.Schema],
            journal.Database.Scalar<string[]>("SELECT array_agg(nspname::text ORDER BY nspname) FROM pg_namespace WHERE nspname LIKE 'projection%'"));

        // Of one that nobody knows, the hour begins when it is seen.
        Assert.True(journal.Database.Scalar<bool>("SELECT expires_at > now() - interval '30 minutes' FROM leases WHERE name = 'projection_3'"));
    }

    [SkippableFact]
    public async Task Tables_that_were_deleted_are_made_again()
    {
        using var journal = new OpenPostgreSqlJournal();
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        using (var store = Open(journal))
        {
            Assert.True(store.TryLead());
            store.Apply(await journal.Journal.ReadAfterAsync(0, 10, default));
        }

        journal.Database.Execute($"DROP SCHEMA {PostgreSqlProjectionStore.Schema} CASCADE");
        using var again = Open(journal);

        Assert.Equal(0, again.Cursor);
        Assert.True(again.TryLead());
        again.Apply(await journal.Journal.ReadAfterAsync(0, 10, default));
        Assert.Single(Find(again, "a"));
    }

    [SkippableFact]
    public async Task Projections_of_another_journal_are_made_anew()
    {
        using var journal = new OpenPostgreSqlJournal();
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        using (var store = Open(journal))
        {
            Assert.True(store.TryLead());
            store.Apply(await journal.Journal.ReadAfterAsync(0, 10, default));
        }

        journal.Database.Execute("UPDATE journal_state SET value = 'another' WHERE name = 'identity'");
        using var again = Open(journal);

        Assert.Equal(0, again.Cursor);
        Assert.Empty(Find(again, "a"));
    }

    [SkippableFact]
    public async Task A_rebuild_that_has_read_what_is_deleted_begins_anew_and_passes_a_deleted_end()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var store = Open(journal);
        foreach (var uuid in new[] { "a", "b", "c" })
        {
            await journal.Journal.AppendAsync(TestEvents.CallInit(uuid));
        }

        var events = await journal.Journal.ReadAfterAsync(0, 10, default);
        Assert.True(store.TryLead());
        store.Apply(events);
        PostgreSqlRebuild.Request(journal.Connections);
        Assert.Equal(0, store.RebuildCursor);
        store.Rebuild([events[0]]);

        journal.Database.Execute("CREATE SCHEMA projection_1");
        await journal.Journal.KeepUpAsync(new PendingDeletion([1, 3], []));
        var forgotten = store.ForgetDeletedAsync();
        store.Rebuild([events[1]]);
        Assert.False(forgotten.IsCompleted);
        while (store.RebuildCursor is { } rebuilt)
        {
            store.Rebuild(await journal.Journal.ReadAfterAsync(rebuilt, 10, default));
        }

        await forgotten;
        Assert.Empty(Find(store, "a"));
        Assert.Single(Find(store, "b"));
        Assert.Empty(Find(store, "c"));
        Assert.Equal(3, store.Cursor);
        Assert.Equal(0, journal.Database.Scalar<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'projection_1'"));
    }

    [SkippableFact]
    public async Task While_somebody_reads_the_tables_a_rebuild_waits_and_events_are_applied()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var store = Open(journal);
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        Assert.True(store.TryLead());
        store.Apply(await journal.Journal.ReadAfterAsync(0, 10, default));
        using (var backup = journal.Database.Open())
        {
            using var read = new NpgsqlCommand($"BEGIN; SELECT count(*) FROM {PostgreSqlProjectionStore.Schema}.postings", backup);
            read.ExecuteNonQuery();
            PostgreSqlRebuild.Request(journal.Connections);
            store.Rebuild(await journal.Journal.ReadAfterAsync(store.RebuildCursor ?? -1, 10, default));

            Assert.NotNull(PostgreSqlRebuild.Read(journal.Connections));
            await journal.Journal.AppendAsync(TestEvents.CallInit("b"));
            store.Apply(await journal.Journal.ReadAfterAsync(1, 10, default));
            Assert.Single(Find(store, "b"));
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (PostgreSqlRebuild.Read(journal.Connections) is not null)
        {
            if (store.RebuildCursor is { } rebuilt)
            {
                store.Rebuild(await journal.Journal.ReadAfterAsync(rebuilt, 10, default));
            }

            await Task.Delay(20, patience.Token);
        }

        Assert.Single(Find(store, "a"));
        Assert.Single(Find(store, "b"));
    }

    [SkippableFact]
    public async Task Ten_that_open_at_once_make_the_tables_once()
    {
        using var journal = new OpenPostgreSqlJournal();

        journal.Database.Execute("""
            CREATE TABLE made (name text);
            CREATE FUNCTION note_made() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.made VALUES (tg_tag); END';
            CREATE EVENT TRIGGER made ON ddl_command_end WHEN TAG IN ('CREATE SCHEMA') EXECUTE FUNCTION note_made();
            """);

        var stores = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Open(journal))));

        Assert.Equal(1, journal.Database.Scalar<long>("SELECT count(*) FROM made"));
        Assert.True(stores[0].TryLead());

        // A busy machine may take longer than the lease lasts to ask the others.
        journal.Database.Execute("UPDATE leases SET expires_at = now() + interval '50 seconds'");
        Assert.DoesNotContain(stores[1..], store => store.TryLead());
        Array.ForEach(stores, store => store.Dispose());
    }

    private static IReadOnlyList<Place> Find(PostgreSqlProjectionStore store, string uuid) =>
        store.Find(new SearchQuery([[SearchKey.Of(SearchField.Uuid, uuid)]], From: null, To: null, PlaceOrder.Ascending, Behind: null), 10, default);

    private static PostgreSqlProjectionStore Open(OpenPostgreSqlJournal journal)
    {
        var store = new PostgreSqlProjectionStore(journal.Connections);
        store.Open();
        return store;
    }
}
