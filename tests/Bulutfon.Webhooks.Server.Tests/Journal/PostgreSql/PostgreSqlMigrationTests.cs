using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

public sealed class PostgreSqlMigrationTests
{
    [Fact]
    public void Model_and_migrations_agree()
    {
        using var context = new PostgreSqlJournalContextFactory().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Equal(PostgreSqlMigrator.Newest, context.Database.GetMigrations().Last());
    }

    [SkippableFact]
    public async Task Ten_replicas_that_start_together_make_one_schema()
    {
        using var database = PostgreSqlCluster.NewDatabase();

        var replicas = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => new OpenPostgreSqlJournal(database))));
        var appended = await Task.WhenAll(replicas.Select((replica, index) => replica.Journal.AppendAsync(TestEvents.CallInit($"u-{index}")).AsTask()));
        Array.ForEach(replicas, replica => replica.Dispose());

        Assert.Equal(Enumerable.Range(1, 10).Select(id => (long)id), appended.Select(each => each.Id).Order());
        using var context = new PostgreSqlJournalContextFactory().CreateDbContext([]);
        Assert.Equal(context.Database.GetMigrations().Count(), database.Scalar<long>("""SELECT count(*) FROM "__EFMigrationsHistory" """));
    }

    [SkippableFact]
    public void Schema_of_a_newer_version_is_refused()
    {
        using var journal = new OpenPostgreSqlJournal();
        journal.Database.Execute("""INSERT INTO "__EFMigrationsHistory" VALUES ('99990101000000_Future', '99.0')""");

        var refused = Assert.Throws<StartupException>(journal.Reopen);

        Assert.Contains("99990101000000_Future", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Database_that_cannot_be_reached_says_what_to_do()
    {
        using var database = PostgreSqlCluster.NewDatabase();
        database.TakeAway();

        var refused = Assert.Throws<StartupException>(() => new OpenPostgreSqlJournal(database));

        Assert.Contains("See whether PostgreSQL runs", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("by itself", refused.Message, StringComparison.Ordinal);
        database.BringBack();
    }

    [SkippableTheory]
    [InlineData("SSL Mode=Require", "SSL Mode=Disable")]
    [InlineData("Host=no-such-host.invalid", "See whether PostgreSQL runs")]
    public void Way_to_the_database_that_is_refused_says_what_to_do(string setting, string remedy)
    {
        using var database = PostgreSqlCluster.NewDatabase();
        using var connections = new PostgreSqlConnections($"{database.ConnectionString};{setting}");

        var refused = Assert.Throws<StartupException>(() => PostgreSqlMigrator.Migrate(connections));

        Assert.Contains(remedy, refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Partitions_are_made_ahead_once_and_leave_alone_what_the_default_one_holds()
    {
        using var journal = new OpenPostgreSqlJournal();
        const string Count = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'journal'::regclass";
        var first = journal.Database.Scalar<long>(Count);

        var again = journal.Database.Scalar<int>($"SELECT make_journal_partitions({PostgreSqlMigrator.MonthsAhead})");
        journal.Database.Execute("""
            INSERT INTO journal VALUES (1, extract(epoch FROM date_trunc('month', now() AT TIME ZONE 'UTC') + interval '4 months')::bigint * 1000000 + 5,
                gen_random_uuid(), 'u', 'call_init', '', 1, 'h', 1, 1, NULL, '')
            """);
        var further = journal.Database.Scalar<int>("SELECT make_journal_partitions(5)");

        // The default one, last month, this one and those ahead; then the fifth, but not the fourth.
        Assert.Equal(1 + 1 + 1 + PostgreSqlMigrator.MonthsAhead, first);
        Assert.Equal(0, again);
        Assert.Equal(1, further);
        Assert.Equal(1, journal.Database.Scalar<long>("SELECT count(*) FROM journal_default"));
    }

    [SkippableFact]
    public void A_start_waits_for_no_reader_in_the_way_of_a_new_month()
    {
        using var journal = new OpenPostgreSqlJournal();
        const string Newest = "SELECT max(relname::text) FROM pg_class WHERE relname ~ '^journal_[0-9]{4}_[0-9]{2}$'";
        var newest = journal.Database.Scalar<string>(Newest);
        journal.Database.Execute($"DROP TABLE {newest}");
        using (var backup = journal.Database.Open())
        {
            using var read = new NpgsqlCommand("BEGIN; SELECT count(*) FROM journal", backup);
            read.ExecuteNonQuery();
            journal.Reopen();
        }

        Assert.NotEqual(newest, journal.Database.Scalar<string>(Newest));
        journal.Reopen();
        Assert.Equal(newest, journal.Database.Scalar<string>(Newest));
    }

    [SkippableFact]
    public void A_start_while_somebody_holds_the_journal_locked_says_so()
    {
        using var journal = new OpenPostgreSqlJournal();
        using var maintenance = journal.Database.Open();
        using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE journal", maintenance);
        hold.ExecuteNonQuery();

        var refused = Assert.Throws<StartupException>(journal.Reopen);

        Assert.Contains("pg_locks", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Months_of_which_every_event_is_too_old_go_at_once_and_ids_go_on()
    {
        using var journal = new OpenPostgreSqlJournal();
        const long Second = 1_000_000;
        foreach (var year in new[] { 2020, 2021 })
        {
            var begin = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
            journal.Database.Execute($"CREATE TABLE journal_{year}_01 PARTITION OF journal FOR VALUES FROM ({begin}) TO ({begin + (31 * 86_400 * Second)})");
            await journal.Journal.AppendAsync(TestEvents.CallInit($"{year}-a", begin + 1, receivedAt: year == 2020 ? 4 * Second : 6 * Second));
            await journal.Journal.AppendAsync(TestEvents.CallInit($"{year}-b", begin + 2, receivedAt: 4 * Second));
        }

        await journal.Journal.AppendAsync(TestEvents.CallInit("last", 1, receivedAt: 4 * Second));
        var dropped = await journal.Journal.DropMonthsAsync(5 * Second, default);
        await journal.Journal.KeepUpAsync(new PendingDeletion([5], []));
        journal.Reopen();

        Assert.Equal(2, dropped);
        Assert.Equal([3, 4], (await journal.Journal.ReadAfterAsync(0, 10, default)).Select(each => each.Id));
        Assert.Equal(5, journal.Journal.LastSequence);
        Assert.Equal(["journal_2021_01"], journal.Database.Scalar<string[]>("SELECT array_agg(relname::text) FROM pg_class WHERE relname IN ('journal_2020_01', 'journal_2021_01')"));
        Assert.Equal(6, (await journal.Journal.AppendAsync(TestEvents.CallInit("next"))).Id);
    }

    [SkippableFact]
    public async Task Events_go_to_the_partition_of_their_month_and_absurd_times_to_the_default_one()
    {
        using var journal = new OpenPostgreSqlJournal();
        var now = TimeProvider.System.GetUtcNow();

        await journal.Journal.AppendAsync(TestEvents.CallInit("a", UnixTime.Of(now)));
        await journal.Journal.AppendAsync(TestEvents.CallInit("b", 1));

        Assert.Equal(
            [$"journal_{now:yyyy_MM}", "journal_default"],
            new[] { "a", "b" }.Select(uuid => journal.Database.Scalar<string>($"SELECT tableoid::regclass::text FROM journal WHERE uuid = '{uuid}'")));
    }
}
