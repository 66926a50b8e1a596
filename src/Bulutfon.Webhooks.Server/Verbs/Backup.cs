using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>
/// <c>backup FILE</c>: the journal as one file, while a server may be receiving. It holds every event that was answered before it
/// began. A file that carries the name was checked.
/// </summary>
internal static class Backup
{
    public const string Name = "backup";

    public const string OnPostgreSql = "backup is for a journal in a file (SQLite). Back up the database with PostgreSQL's own tools: pg_dump for a copy, pg_basebackup and WAL archiving to lose nothing; see docs/replicas.md.";

    private const string PartSuffix = ".partial";

    public static int Run(SqliteJournalFiles files, string file)
    {
        var target = Path.GetFullPath(file);
        var part = target + PartSuffix;
        if (JournalAccess.Hidden(target) is { } hidden)
        {
            return Verb.Fail(hidden, StartupCheck.CannotOpenJournal);
        }

        if (Directory.Exists(target))
        {
            return Verb.Fail($"{target} is a folder. Name the file that the backup shall be, such as {Path.Combine(target, "bulutfon.db")}.", StartupCheck.CannotOpenJournal);
        }

        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            return Verb.Fail($"There is no folder {Path.GetDirectoryName(target)}. Make it first, for the user who makes the backups.", StartupCheck.CannotOpenJournal);
        }

        if (File.Exists(target))
        {
            return Verb.Fail($"{target} is there already. Nothing is overwritten; choose another name.", StartupCheck.CannotOpenJournal);
        }

        if (JournalAccess.Problem(files.Journal) is { } problem)
        {
            return Verb.Fail(problem, StartupCheck.CannotOpenJournal);
        }

        if (File.Exists(part))
        {
            return Verb.Fail($"{part} is there already: another backup is running, or one was cut off. If none is running, delete it.", StartupCheck.CannotOpenJournal);
        }

        var copy = JournalCopy.Make(files.Journal, part);
        if (!copy.IsWhole)
        {
            return Verb.Fail($"The journal {files.Journal} is damaged, and is not backed up:", Verb.Failed, copy.Damage);
        }

        File.Move(part, target, overwrite: false);
        Console.Out.WriteLine($"{target}: {copy.Describe()}; checked.");
        return 0;
    }
}
