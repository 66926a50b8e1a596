using Bulutfon.Webhooks.Server.Journal.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary><c>check</c>: whether the journal is whole, and what it holds. A server may be receiving.</summary>
internal static class Check
{
    public const string Name = "check";

    public const string OnPostgreSql = "check is for a journal in a file (SQLite). Check the database with pg_amcheck; see docs/replicas.md.";

    public static int Run(SqliteJournalFiles files)
    {
        if (!File.Exists(files.Journal))
        {
            return Verb.Fail($"There is no journal {files.Journal}.", StartupCheck.CannotOpenJournal);
        }

        var journal = JournalInspection.Of(files.Journal);
        if (!journal.IsWhole)
        {
            return Verb.Fail($"The journal {files.Journal} is damaged:", Verb.Failed, journal.Damage);
        }

        Console.Out.WriteLine($"{files.Journal}: {journal.Describe()}; whole.");
        Console.Out.WriteLine($"Schema {journal.Schema}, of this version {SqliteMigrator.Newest}; SQLite {raw.sqlite3_libversion().utf8_to_string()}.");
        if (string.CompareOrdinal(journal.Schema, SqliteMigrator.Newest) <= 0)
        {
            return 0;
        }

        return Verb.Fail("A newer version of this server made it; this version cannot open it.", Verb.Failed);
    }
}
