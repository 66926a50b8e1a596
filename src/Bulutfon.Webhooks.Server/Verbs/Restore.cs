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

    /// <param name="files">The journal's files.</param>
    /// <param name="file">The backup.</param>
    /// <param name="time">The clock.</param>
    /// <param name="step">Told before each change of a file, so that a test can cut the restore off there.</param>
    public static int Run(SqliteJournalFiles files, string file, TimeProvider time, Action<string>? step = null)
    {
        var source = Path.GetFullPath(file);
        if (JournalAccess.Problem(source, isNamed: true) is { } problem)
        {
            return Verb.Fail(problem, StartupCheck.CannotOpenJournal);
        }

        if (IsSame(source, files.Journal))
        {
            return Verb.Fail($"{source} is the journal itself.", StartupCheck.CannotOpenJournal);
        }

        if (IsSame(source, files.Restoring))
        {
            return Verb.Fail($"{source} is what a restore that was cut off has copied, and may be a part alone. Name the backup itself.", StartupCheck.CannotOpenJournal);
        }

        files.MakeLock();
        using var held = JournalLock.Take(files);
        var replacement = new Replacement(files, time, step ?? (static _ => { }));
        if (replacement.GoesOn)
        {
            // First, since the backup may be the file that was moved: it is whole only with its log.
            replacement.MoveAside();
        }

        JournalCopy.Delete(files.Restoring); // of a restore that was cut off; whoever has the lock is alone
        var copy = JournalCopy.Make(source, files.Restoring);
        if (Refusal(source, copy) is { } refusal)
        {
            JournalCopy.Delete(files.Restoring);
            return Verb.Fail(refusal, Verb.Failed, copy.Damage);
        }

        if (!replacement.GoesOn)
        {
            replacement.MoveAside();
        }

        var first = SequenceOf.KeepAbove(files.Restoring, SequenceOf.Read(replacement.Aside), copy.LastSequence);
        replacement.Place();
        Console.Out.WriteLine($"{files.Journal}: {copy.Describe()}, from {source}.");
        Console.Out.WriteLine(replacement.Kept.Any() ? $"What was there is kept as {string.Join(", ", replacement.Kept)}." : "There was no journal before.");
        if (first > copy.LastSequence + 1)
        {
            Console.Out.WriteLine(FormattableString.Invariant($"New events get ids from {first} on, above those that the journal before gave or may have given, so that readers of streams miss none."));
        }

        return 0;
    }

    private static bool IsSame(string one, string other) =>
        one == other || (FileStamp.Of(new FilePath(one)) is { Inode: not 0 } first && FileStamp.Of(new FilePath(other)) is { } second && first.IsSameFile(second));

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
}
