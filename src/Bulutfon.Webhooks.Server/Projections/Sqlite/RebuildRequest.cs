using System.Globalization;
using Bulutfon.Webhooks.Server.Journal.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// A file beside the journal that asks for a rebuild and, while it is under way, says how far it is; so another process can ask
/// the server for it and watch, and a start goes on with what was not finished.
/// </summary>
internal static class RebuildRequest
{
    public static bool IsThere(SqliteJournalFiles files) => File.Exists(files.RebuildRequest);

    public static void Write(SqliteJournalFiles files) => SqliteJournalFiles.MakeFile(files.RebuildRequest);

    /// <summary>Asks for one that begins anew, whatever an earlier one has made.</summary>
    public static void WriteAnew(SqliteJournalFiles files)
    {
        Write(files);
        File.WriteAllText(files.RebuildRequest, "");
    }

    public static void Tell(SqliteJournalFiles files, long cursor, long last) =>
        File.WriteAllText(files.RebuildRequest, string.Create(CultureInfo.InvariantCulture, $"{cursor} {last}"));

    public static void Done(SqliteJournalFiles files) => File.Delete(files.RebuildRequest);

    /// <summary>How far the rebuild is, and how far it has to come; zero of zero before it begins, null when it is done.</summary>
    public static (long Cursor, long Last)? Read(SqliteJournalFiles files)
    {
        try
        {
            return File.ReadAllText(files.RebuildRequest).Split(' ') is [var cursor, var last]
                && long.TryParse(cursor, CultureInfo.InvariantCulture, out var at) && long.TryParse(last, CultureInfo.InvariantCulture, out var end)
                ? (at, end)
                : (0, 0);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
