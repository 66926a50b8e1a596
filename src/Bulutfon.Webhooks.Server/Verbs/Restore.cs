using System.Globalization;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>
/// <c>restore FILE</c>: puts a backup in the journal's place, while no server runs. What it replaces is kept beside it. The
/// projections go: the next start makes them of the events that there are then.
/// </summary>
internal static class Restore
{
    public const string Name = "restore";

    public const string OnPostgreSql = "restore is for a journal in a file (SQLite). Restore the database with pg_restore, or from its base backup, while no server runs; see docs/replicas.md.";

    private const string PartSuffix = ".restoring";

    public static int Run(SqliteJournalFiles files, string file, TimeProvider time)
    {
        var source = Path.GetFullPath(file);
        if (Directory.Exists(source))
        {
            return Verb.Fail($"{source} is a folder. Name the backup's file in it.", StartupCheck.CannotOpenJournal);
        }

        if (!File.Exists(source) || source == files.Journal)
        {
            return Verb.Fail(source == files.Journal ? $"{source} is the journal itself." : $"There is no file {source}.", StartupCheck.CannotOpenJournal);
        }

        files.MakeLock();
        using var held = JournalLock.Take(files);
        var part = files.Journal + PartSuffix;
        JournalCopy.Delete(part); // of a restore that was cut off; whoever has the lock is alone
        var copy = JournalCopy.Make(source, part);
        if (Refusal(source, copy) is { } refusal)
        {
            JournalCopy.Delete(part);
            return Verb.Fail(refusal, Verb.Failed, copy.Damage);
        }

        files.DeleteProjections();
        var aside = files.BeforeRestore + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var isReplaced = File.Exists(files.Journal);
        Replace(files.Journal, part, aside);
        Console.Out.WriteLine($"{files.Journal}: {copy.Describe()}, from {source}.");
        Console.Out.WriteLine(isReplaced ? $"What was there is kept as {aside}." : "There was no journal before.");
        return 0;
    }

    private static string? Refusal(string source, JournalInspection copy)
    {
        if (!copy.IsWhole)
        {
            return $"{source} is damaged; nothing is restored:";
        }

        return string.CompareOrdinal(copy.Schema, SqliteMigrator.Newest) > 0
            ? $"A newer version of this server made {source} (its schema is {copy.Schema}, this version's is {SqliteMigrator.Newest}); nothing is restored. Use that version."
            : null;
    }

    /// <summary>The write-ahead log goes with its database: beside another one it would be taken for that one's.</summary>
    private static void Replace(string journal, string part, string aside)
    {
        var moved = new List<string>();
        try
        {
            foreach (var suffix in SqliteJournalFiles.Suffixes.Where(suffix => File.Exists(journal + suffix)))
            {
                File.Move(journal + suffix, aside + suffix, overwrite: false);
                moved.Add(suffix);
            }

            File.Move(part, journal, overwrite: false);
        }
        catch
        {
            foreach (var suffix in moved)
            {
                File.Move(aside + suffix, journal + suffix, overwrite: false);
            }

            throw;
        }
    }
}
