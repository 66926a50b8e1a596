using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Brings the journal's file to the schema of this version. Called under the journal's lock.</summary>
internal static class SqliteMigrator
{
    /// <summary>The newest migration of this version; a test compares it with the migrations that there are.</summary>
    public const string Newest = "20261124090000_CallbackMarks";

    /// <exception cref="StartupException">A newer version made the file, or it is no database.</exception>
    public static void Migrate(SqliteJournalFiles files)
    {
        try
        {
            MigrateAgain(files);
        }
        catch (SqliteException exception)
        {
            var fault = SqliteFaults.Of(exception, files);
            throw new StartupException($"The journal {files.Journal} cannot be opened ({exception.Message}). {fault?.Reason} {fault?.Remedy}", exception);
        }
    }

    /// <summary>The same under the running server, when another file may be there than at the start.</summary>
    /// <exception cref="StartupException">A newer version made the file.</exception>
    public static void MigrateAgain(SqliteJournalFiles files)
    {
        using var context = SqliteJournalContext.Open(files.WriterConnectionString);
        context.Database.OpenConnection();
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        SqlitePragmas.ApplyToWriter(connection);

        // EF Core's own check costs most of a start's time, so it is asked only when there is something to do.
        var applied = LastApplied(connection);
        if (string.Equals(applied, Newest, StringComparison.Ordinal))
        {
            return;
        }

        if (string.CompareOrdinal(applied, Newest) > 0)
        {
            throw new StartupException($"A newer version of this server made the journal {files.Journal} (its schema is {applied}, this version's is {Newest}). Start that version, or restore a backup from before the upgrade.");
        }

        ClearLeftoverLock(connection);
        context.Database.Migrate();
        GiveIdentity(connection);
    }

    private static string? LastApplied(SqliteConnection connection) =>
        HasTable(connection, "__EFMigrationsHistory")
            ? SqlitePragmas.Scalar(connection, "SELECT max(MigrationId) FROM __EFMigrationsHistory") as string
            : null;

    /// <summary>
    /// EF Core waits forever for a row that a start which was killed in a migration left behind. Whoever holds the journal's
    /// lock knows that nobody else is migrating.
    /// </summary>
    private static void ClearLeftoverLock(SqliteConnection connection)
    {
        if (HasTable(connection, "__EFMigrationsLock"))
        {
            SqlitePragmas.Execute(connection, "DELETE FROM __EFMigrationsLock");
        }
    }

    private static void GiveIdentity(SqliteConnection connection) =>
        SqlitePragmas.Execute(connection, $"INSERT OR IGNORE INTO journal_state (name, value) VALUES ('{StateRow.Identity}', lower(hex(randomblob(16))))");

    private static bool HasTable(SqliteConnection connection, string table) =>
        SqlitePragmas.Scalar(connection, $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{table}'") is not null;
}
