using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Sqlite;

public sealed class SqliteJournalTests : JournalContractTests
{
    private protected override IOpenJournal OpenNew(int queueCapacity = 10_000, int maxRejections = 100) =>
        new OpenSqliteJournal(queueCapacity, maxRejections);
}

/// <summary>What is SQLite's own: its files, its start, its faults.</summary>
public sealed class SqliteJournalFileTests
{
    [Fact]
    public void Second_server_on_one_journal_says_so()
    {
        using var first = new OpenSqliteJournal();

        var refused = Assert.Throws<JournalInUseException>(() => new SqliteJournal(first.Files, new JournalOptions(), 0, first.Health, TimeProvider.System, NullLogger<SqliteJournal>.Instance));

        Assert.Contains("Another server is using the journal", refused.Message, StringComparison.Ordinal);
        Assert.Contains(first.Files.Journal, refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Lock_that_was_deleted_is_made_again_and_still_keeps_a_second_server_off()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere a file that is locked cannot be deleted, or has no number to tell it by.");
        using var first = new OpenSqliteJournal();
        File.Delete(first.Files.Lock);
        Assert.True(first.Journal.IsDisplaced);

        await first.Journal.ProbeAsync();

        Assert.False(first.Journal.IsDisplaced);
        Assert.Throws<JournalInUseException>(() => JournalLock.Take(first.Files));
    }

    [SkippableFact]
    public async Task Server_whose_lock_another_one_took_writes_nothing_until_that_one_ends_and_then_goes_on_behind_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere a file that is locked cannot be deleted, or has no number to tell it by.");
        using var first = new OpenSqliteJournal();
        await first.Journal.AppendAsync(TestEvents.CallInit("first"));
        File.Delete(first.Files.Lock);
        using (var second = new SqliteJournal(first.Files, new JournalOptions(), 0, first.Health, TimeProvider.System, NullLogger<SqliteJournal>.Instance))
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await first.Journal.AppendAsync(TestEvents.CallInit("in doubt")));
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await first.Journal.AppendAsync(TestEvents.CallInit("refused")));
            Assert.Equal("in_use", first.Journal.Status.Outage?.Fault.Cause);
            for (var i = 0; i < 5; i++)
            {
                await second.AppendAsync(TestEvents.CallInit($"second-{i}"));
            }
        }

        var after = await first.Journal.AppendAsync(TestEvents.CallInit("after"));

        Assert.Equal((long)Scalar(first.Files, "SELECT max(id) FROM journal")!, after.Id);
        Assert.Equal(8L, Scalar(first.Files, "SELECT count(*) FROM journal"));
        Assert.Equal(0L, Scalar(first.Files, "SELECT count(*) FROM journal WHERE uuid = 'refused'"));
    }

    [Fact]
    public async Task Followers_get_no_more_at_a_time_than_a_bound_of_bytes()
    {
        using var journal = new OpenSqliteJournal();
        var large = new byte[256 * 1024];
        for (var i = 0; i < 100; i++)
        {
            await journal.Journal.AppendAsync(TestEvents.CallInit($"call-{i}") with { Body = large });
        }

        // Of the first nothing is in memory any more, of the last all.
        var old = await journal.Journal.ReadAfterAsync(0, 4096, default);
        var recent = await journal.Journal.ReadAfterAsync(60, 4096, default);

        Assert.Equal(Enumerable.Range(1, 32).Select(id => (long)id), old.Select(each => each.Id));
        Assert.Equal(Enumerable.Range(61, 32).Select(id => (long)id), recent.Select(each => each.Id));
    }

    [SkippableFact]
    public void Files_are_for_their_owner_alone()
    {
        Skip.If(OperatingSystem.IsWindows(), "Files have other rights there.");
        using var journal = new OpenSqliteJournal();
        using var projections = new SqliteProjectionStore(journal.Files, journal.Journal);
        projections.Open();

        Assert.All(
            Directory.GetFiles(Path.GetDirectoryName(journal.Files.Journal)!),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OwnerMode(file)));
    }

    [Fact]
    public void Folder_that_cannot_be_made_is_told()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "no folder");
        var files = new SqliteJournalFiles(Path.Combine(folder.File("file"), "sub", "journal.db"));
        using var other = new OpenSqliteJournal();

        var refused = Assert.Throws<StartupException>(() => new SqliteJournal(files, new JournalOptions(), 0, other.Health, TimeProvider.System, NullLogger<SqliteJournal>.Instance));

        Assert.Contains(files.Journal, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_that_was_killed_in_a_migration_does_not_hang_the_next()
    {
        using var journal = new OpenSqliteJournal(open: false);
        journal.Files.Make();
        Execute(journal.Files, """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """);

        await Task.Run(journal.Open).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(new Appended(1, false), await journal.Journal.AppendAsync(TestEvents.CallInit("a")));
    }

    [Fact]
    public void Newest_migration_is_the_one_that_the_start_compares_with()
    {
        using var context = SqliteJournalContext.Open("Data Source=unused.db");

        Assert.Equal(SqliteMigrator.Newest, context.Database.GetMigrations().Last());
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Journal_of_a_newer_version_is_refused_and_left_alone()
    {
        using var journal = new OpenSqliteJournal();
        journal.Close();
        Execute(journal.Files, "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0.0')");

        var refused = Assert.Throws<StartupException>(journal.Open);

        Assert.Contains("A newer version of this server", refused.Message, StringComparison.Ordinal);
        Assert.Equal("29990101000000_Future", Scalar(journal.Files, "SELECT max(MigrationId) FROM __EFMigrationsHistory"));
    }

    [Fact]
    public void File_that_is_no_database_is_told()
    {
        using var journal = new OpenSqliteJournal(open: false);
        journal.Files.Make();
        File.WriteAllText(journal.Files.Journal, string.Concat(Enumerable.Repeat("this is no database. ", 100)));

        var refused = Assert.Throws<StartupException>(journal.Open);

        Assert.Contains(journal.Files.Journal, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_index_is_named_with_the_statement_that_makes_it()
    {
        using var journal = new OpenSqliteJournal();
        journal.Close();
        Execute(journal.Files, "DROP INDEX ux_journal_identity");

        var refused = Assert.Throws<StartupException>(journal.Open);

        Assert.Contains("CREATE UNIQUE INDEX \"ux_journal_identity\" ON \"journal\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Database_of_another_program_is_refused_and_left_alone()
    {
        using var journal = new OpenSqliteJournal(open: false);
        journal.Files.Make();
        Execute(journal.Files, "CREATE TABLE contacts (name)");

        var refused = Assert.Throws<StartupException>(journal.Open);

        Assert.Contains("contacts", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1L, Scalar(journal.Files, "SELECT count(*) FROM sqlite_master"));
    }

    [Fact]
    public void Journal_without_the_record_of_its_schema_is_told()
    {
        using var journal = new OpenSqliteJournal();
        journal.Close();
        Execute(journal.Files, "DELETE FROM __EFMigrationsHistory");

        Assert.Contains("__EFMigrationsHistory", Assert.Throws<StartupException>(journal.Open).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Journal_with_a_second_name_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere the names of a file are not counted.");
        using var journal = new OpenSqliteJournal();
        journal.Close();
        using var link = System.Diagnostics.Process.Start("ln", [journal.Files.Journal, journal.Files.Journal + ".second"]);
        link.WaitForExit();

        Assert.Contains("hard link", Assert.Throws<StartupException>(journal.Open).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Link_is_followed_for_all_names_and_one_that_leads_nowhere_is_told()
    {
        Skip.If(OperatingSystem.IsWindows(), "A link needs rights there.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("real"));
        var (real, link) = (Path.Combine(folder.File("real"), "journal.db"), folder.File("link.db"));
        File.CreateSymbolicLink(link, real);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Journal", $"Data Source={link}")]).Build();

        var refused = Assert.Throws<StartupException>(() => SqliteJournalFiles.From(configuration, folder.File("")));
        File.WriteAllText(real, "");
        var files = SqliteJournalFiles.From(configuration, folder.File(""));

        Assert.Contains(real, refused.Message, StringComparison.Ordinal);
        Assert.Equal(real, files.Journal);
        Assert.Equal(real + ".lock", files.Lock);
    }

    [Fact]
    public async Task Commits_are_on_disk_and_deletions_are_overwritten()
    {
        using var journal = new OpenSqliteJournal();
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));

        Assert.Equal("wal", Scalar(journal.Files, "PRAGMA journal_mode"));
        await using var context = SqliteJournalContext.Open(journal.Files.WriterConnectionString);
        await context.Database.OpenConnectionAsync();
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        SqlitePragmas.ApplyToWriter(connection);
        Assert.Equal(2L, SqlitePragmas.Scalar(connection, "PRAGMA synchronous"));
        Assert.Equal(1L, SqlitePragmas.Scalar(connection, "PRAGMA secure_delete"));
    }

    [Fact]
    public async Task Sequence_of_a_deleted_event_never_returns()
    {
        using var journal = new OpenSqliteJournal();
        await journal.Journal.AppendAsync(TestEvents.CallInit("a"));
        await journal.Journal.AppendAsync(TestEvents.CallInit("b"));
        journal.Close();
        Execute(journal.Files, "INSERT INTO journal_state VALUES ('highest_sequence', '2'); DELETE FROM journal WHERE id = 2");

        journal.Open();

        Assert.Equal(new Appended(3, false), await journal.Journal.AppendAsync(TestEvents.CallInit("c")));
    }

    [Fact]
    public async Task While_another_process_holds_the_file_nothing_is_lost_and_afterwards_it_goes_on()
    {
        using var journal = new OpenSqliteJournal();
        using var other = new SqliteConnection(journal.Files.WriterConnectionString);
        other.Open();
        SqlitePragmas.Execute(other, "BEGIN IMMEDIATE");

        var waiting = journal.Journal.AppendAsync(TestEvents.CallInit("waits")).AsTask();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => waiting);
        Assert.NotNull(journal.Journal.Status.Outage);
        SqlitePragmas.Execute(other, "ROLLBACK");

        Assert.Equal(new Appended(1, false), await journal.Journal.AppendAsync(TestEvents.CallInit("again")));
        Assert.Null(journal.Journal.Status.Outage);
    }

    [Fact]
    public async Task Queue_takes_no_more_than_its_capacity_and_says_when_to_come_again()
    {
        using var journal = new OpenSqliteJournal(queueCapacity: 5);
        using var other = new SqliteConnection(journal.Files.WriterConnectionString);
        other.Open();
        SqlitePragmas.Execute(other, "BEGIN IMMEDIATE");

        // The writer takes the first and waits for the lock; then five fit, and the next does not.
        var accepted = new List<Task<Appended>> { journal.Journal.AppendAsync(TestEvents.CallInit("first")).AsTask() };
        while (journal.Journal.Status.Waiting > 0)
        {
            await Task.Yield();
        }

        var refused = Assert.Throws<JournalUnavailableException>(() =>
        {
            for (var i = 0; i <= 6; i++)
            {
                accepted.Add(journal.Journal.AppendAsync(TestEvents.CallInit($"call-{i}")).AsTask());
            }
        });
        SqlitePragmas.Execute(other, "ROLLBACK");

        Assert.Equal(6, accepted.Count);
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal(accepted.Count, (await Task.WhenAll(accepted)).Select(each => each.Id).Distinct().Count());
    }

    private static UnixFileMode OwnerMode(string file) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);

    private static void Execute(SqliteJournalFiles files, string sql)
    {
        using var connection = new SqliteConnection(files.WriterConnectionString);
        connection.Open();
        SqlitePragmas.Execute(connection, sql);
    }

    private static object? Scalar(SqliteJournalFiles files, string sql)
    {
        using var connection = new SqliteConnection(files.WriterConnectionString);
        connection.Open();
        return SqlitePragmas.Scalar(connection, sql);
    }
}
