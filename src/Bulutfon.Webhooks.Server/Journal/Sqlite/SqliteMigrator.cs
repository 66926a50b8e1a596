using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Brings the journal's file to the schema of this version. Called under the journal's lock.</summary>
internal static partial class SqliteMigrator
{
    /// <summary>The newest migration of this version; a test compares it with the migrations that there are.</summary>
    public const string Newest = "20261124123000_Erasures";

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

    /// <summary>What <c>copy-journal</c> has not finished is no journal yet, whatever its name.</summary>
    /// <exception cref="StartupException">The file is half of a copy.</exception>
    public static void RefuseHalfCopy(SqliteJournalFiles files)
    {
        using var connection = Open(files);
        if (SqlitePragmas.Scalar(connection, $"SELECT 1 FROM journal_state WHERE name = '{StateRow.Copy}'") is not null)
        {
            throw new StartupException($"The journal {files.Journal} is a copy that is not finished. Run copy-journal again: it goes on where it was, and gives the whole copy its name.");
        }
    }

    /// <summary>The same under the running server, when another file may be there than at the start.</summary>
    /// <exception cref="StartupException">A newer version made the file.</exception>
    public static void MigrateAgain(SqliteJournalFiles files)
    {
        if (!IsUpToDate(files))
        {
            using var context = SqliteJournalContext.Open(files.WriterConnectionString);
            context.Database.Migrate();
        }

        using var connection = Open(files);
        RequireAll(connection, files);
        GiveIdentity(connection);
    }

    /// <summary>Somebody may have dropped what the schema's version says is there.</summary>
    private static void RequireAll(SqliteConnection connection, SqliteJournalFiles files)
    {
        var names = NamesIn(connection);
        foreach (var (name, sql) in Made())
        {
            if (!names.Contains(name))
            {
                throw new StartupException($"The journal {files.Journal} lacks {name}, which its schema has. Restore a backup, or make it again: sqlite3 {files.Journal} '{sql}'");
            }
        }
    }

    /// <summary>A database that nobody but another program filled is not taken over.</summary>
    private static void RefuseForeign(SqliteConnection connection, SqliteJournalFiles files)
    {
        var names = NamesIn(connection);
        names.RemoveWhere(static name => name.StartsWith("__EFMigrations", StringComparison.Ordinal) || name.StartsWith("sqlite_", StringComparison.Ordinal));
        if (names.Count == 0)
        {
            return;
        }

        throw new StartupException(names.Contains("journal")
            ? $"The journal {files.Journal} has a table 'journal', but no record of its schema (the table __EFMigrationsHistory is missing or empty). Restore a backup; of a journal that was put together by hand, see the last rows of that table in another journal of this version."
            : $"The database {files.Journal} is another program's (it holds {string.Join(", ", names.Order(StringComparer.Ordinal).Take(5))}). Give this server a file of its own by ConnectionStrings:Journal.");
    }

    private static HashSet<string> NamesIn(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_master WHERE type IN ('table', 'index')";
        using var reader = command.ExecuteReader();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>What the script of a new journal makes, with its statements.</summary>
    private static IEnumerable<(string Name, string Sql)> Made() =>
        from Match match in Creation().Matches(NewJournal())
        select (match.Groups["name"].Value, Blanks().Replace(match.Value, " "));

    [GeneratedRegex("""CREATE (TABLE|UNIQUE INDEX|INDEX) "(?<name>[a-z_]+)"[^;]*;""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Creation();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    /// <summary>What can be told and done without EF Core, whose first use costs most of a start's time: nearly every start.</summary>
    private static bool IsUpToDate(SqliteJournalFiles files)
    {
        using var connection = Open(files);
        var applied = LastApplied(connection);
        if (string.CompareOrdinal(applied, Newest) > 0)
        {
            throw new StartupException($"A newer version of this server made the journal {files.Journal} (its schema is {applied}, this version's is {Newest}). Start that version, or restore a backup from before the upgrade.");
        }

        if (applied is null && SqlitePragmas.Scalar(connection, "SELECT count(*) FROM sqlite_master") is 0L)
        {
            MakeAnew(connection);
            applied = Newest;
        }
        else
        {
            if (applied is null)
            {
                RefuseForeign(connection, files);
            }

            ClearLeftoverLock(connection);
        }

        return string.Equals(applied, Newest, StringComparison.Ordinal);
    }

    private static SqliteConnection Open(SqliteJournalFiles files)
    {
        var connection = new SqliteConnection(files.WriterConnectionString);
        try
        {
            connection.Open();
            SqlitePragmas.ApplyToWriter(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void MakeAnew(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = NewJournal();
        command.ExecuteNonQuery();
        GiveIdentity(connection);
        transaction.Commit();
    }

    private static string NewJournal()
    {
        using var script = new StreamReader(typeof(SqliteMigrator).Assembly.GetManifestResourceStream("NewJournal.sql")!);
        return script.ReadToEnd();
    }

    internal static string? LastApplied(SqliteConnection connection) =>
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
