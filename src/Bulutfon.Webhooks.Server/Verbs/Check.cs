using Bulutfon.Webhooks.Server.Journal.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary><c>check</c>, <c>check FILE</c>: whether the journal, or a backup of one, is whole, and what it holds. A server may be receiving.</summary>
internal static class Check
{
    public const string Name = "check";

    public const string OnPostgreSql = "check is for a journal in a file (SQLite). Check the database with pg_amcheck; see docs/replicas.md.";

    /// <param name="file">The journal of the settings, or a backup.</param>
    /// <param name="isNamed">Whether the command line names it.</param>
    public static int Run(string file, bool isNamed)
    {
        if (JournalAccess.Problem(file, isNamed) is { } problem)
        {
            return Verb.Fail(problem, StartupCheck.CannotOpenJournal);
        }

        var journal = JournalInspection.Of(file);
        if (!journal.IsWhole)
        {
            return Verb.Fail($"The journal {file} is damaged:", Verb.Failed, journal.Damage);
        }

        Console.Out.WriteLine($"{file}: {journal.Describe()}; whole.");
        Console.Out.WriteLine($"Schema {journal.Schema}, of this version {SqliteMigrator.Newest}; SQLite {raw.sqlite3_libversion().utf8_to_string()}.");
        if (string.CompareOrdinal(journal.Schema, SqliteMigrator.Newest) <= 0)
        {
            return 0;
        }

        return Verb.Fail("A newer version of this server made it; this version cannot open it.", Verb.Failed);
    }
}
