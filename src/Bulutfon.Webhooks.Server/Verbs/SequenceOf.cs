using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>The highest id that a journal's file has given, also to events that are deleted by now.</summary>
internal static class SequenceOf
{
    /// <summary>How far ids are skipped where nobody knows which were given: more events than arrive between two backups.</summary>
    public const long Skipped = 1_000_000;

    private const string Highest = $"""
        SELECT max(coalesce((SELECT max(id) FROM journal), 0), coalesce((SELECT CAST(value AS INTEGER) FROM journal_state WHERE name = '{StateRow.HighestSequence}'), 0))
        """;

    /// <summary>The highest id; null if there is no file, or if it cannot be read.</summary>
    public static long? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var connection = JournalCopy.Open(file, SqliteOpenMode.ReadOnly);
            return (long)SqlitePragmas.Scalar(connection, Highest)!;
        }
        catch (Exception exception) when (exception is SqliteException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>Makes a journal's next ids greater than the given one; skips a million where that is not known.</summary>
    /// <returns>The next id.</returns>
    public static long KeepAbove(string file, long? highest, long own)
    {
        var kept = Math.Max(Read(file) ?? own, highest ?? own + Skipped);
        using var connection = JournalCopy.Open(file, SqliteOpenMode.ReadWrite);
        SqlitePragmas.Execute(connection, FormattableString.Invariant($"INSERT OR REPLACE INTO journal_state (name, value) VALUES ('{StateRow.HighestSequence}', {kept})"));
        return kept + 1;
    }
}
