using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Sqlite;

public sealed class NewJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_is_what_the_migrations_make_of_an_empty_one()
    {
        var scripted = new SqliteJournalFiles(_folder.File("scripted.db"));
        scripted.Make();
        SqliteMigrator.Migrate(scripted);
        var migrated = new SqliteJournalFiles(_folder.File("migrated.db"));
        migrated.Make();
        using (var context = SqliteJournalContext.Open(migrated.WriterConnectionString))
        {
            context.Database.Migrate();
        }

        Assert.Equal(Read(migrated, "SELECT type || name || coalesce(sql, '') FROM sqlite_master ORDER BY name"), Read(scripted, "SELECT type || name || coalesce(sql, '') FROM sqlite_master ORDER BY name"));
        Assert.Equal(Read(migrated, "SELECT MigrationId || ProductVersion FROM __EFMigrationsHistory"), Read(scripted, "SELECT MigrationId || ProductVersion FROM __EFMigrationsHistory"));
        Assert.Single(Read(scripted, "SELECT value FROM journal_state WHERE name = 'identity'"));
    }

    [Fact]
    public void A_file_of_the_first_version_becomes_one_of_this()
    {
        var files = new SqliteJournalFiles(_folder.File("first.db"));
        files.Make();
        using (var context = SqliteJournalContext.Open(files.WriterConnectionString))
        {
            context.Database.Migrate("20261124034839_InitialJournal");
        }

        SqliteMigrator.Migrate(files);

        Assert.Empty(Read(files, "SELECT number FROM callback_marks"));
        Assert.Equal(SqliteMigrator.Newest, Read(files, "SELECT max(MigrationId) FROM __EFMigrationsHistory").Single());
    }

    private static List<string> Read(SqliteJournalFiles files, string sql)
    {
        using var connection = new SqliteConnection(files.WriterConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
