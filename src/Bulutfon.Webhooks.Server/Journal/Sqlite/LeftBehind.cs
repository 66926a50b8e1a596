namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Finds what something that was cut off has left where the journal should be. A start that made an empty journal there would give ids again from 1, and SQLite
/// would throw the write-ahead log of the missing one away, with the events in it.
/// </summary>
internal static class LeftBehind
{
    /// <exception cref="StartupException">There is no journal, but something shows that there was one.</exception>
    public static void RefuseMissingJournal(SqliteJournalFiles files)
    {
        if (File.Exists(files.Journal))
        {
            // The restore was done but for its mark, or had moved nothing yet.
            File.Delete(files.RestoreMark);
            return;
        }

        if (Reason(files) is { } reason)
        {
            throw new StartupException($"There is no journal {files.Journal}, but {reason}");
        }
    }

    /// <summary>The journals that restores have replaced, the last of them last.</summary>
    public static IEnumerable<string> Replaced(SqliteJournalFiles files) => Beside(files, files.BeforeRestore).Where(file => !IsPart(file));

    private static string? Reason(SqliteJournalFiles files)
    {
        if (File.Exists(files.RestoreMark) || File.Exists(files.Restoring))
        {
            return $"a restore was cut off ({Found(files.RestoreMark, files.Restoring)}). Run it again: restore FILE. What it replaces is kept beside it.";
        }

        if ((Filled(files.Wal) ?? Filled(files.Rollback)) is { } log)
        {
            return $"its log {log} is there, which may hold committed events. Put the journal's file back beside it under its own name, or restore a backup: restore FILE. Only if the log is of no use, move it away.";
        }

        if (File.Exists(files.Restored))
        {
            return $"{files.Restored} is there: a deleted journal was being written again when the server ended. Run check {files.Restored}; if it is whole, move it to {files.Journal}. Else restore a backup: restore FILE.";
        }

        if (File.Exists(files.Copying))
        {
            return $"{files.Copying} is there: a copy-journal was cut off. Run it again. To begin with an empty journal, delete that file.";
        }

        if (Replaced(files).LastOrDefault() is { } replaced)
        {
            return $"{replaced} is there, which a restore replaced. Move it back to {files.Journal} with its -wal and -shm, or restore a backup: restore FILE. To begin with an empty journal, move it to another folder.";
        }

        return Beside(files, files.KeptWal).LastOrDefault() is { } kept
            ? $"{kept} is there: the log of a journal that another program wrote over. Restore a backup: restore FILE. To begin with an empty journal, move it to another folder."
            : null;
    }

    private static IEnumerable<string> Beside(SqliteJournalFiles files, string beginning)
    {
        var folder = Path.GetDirectoryName(files.Journal)!;
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(beginning) + "*").Order(StringComparer.Ordinal) : [];
    }

    private static bool IsPart(string file) => file.EndsWith("-wal", StringComparison.Ordinal) || file.EndsWith("-shm", StringComparison.Ordinal);

    private static string? Filled(string file) => new FileInfo(file) is { Exists: true, Length: > 0 } ? file : null;

    private static string Found(params string[] files) => string.Join(", ", files.Where(File.Exists));
}
