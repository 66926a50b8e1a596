using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// How far the projections were. They follow what is committed, so that a journal which ends before them has lost events, or is an
/// older copy: the only witness of that at a start.
/// </summary>
internal static class ProjectionsCursor
{
    /// <param name="files">The journal, with its projections.</param>
    /// <param name="journal">Has the journal open.</param>
    /// <returns>The last sequence in them; 0 if there are none, or they are another journal's or damaged.</returns>
    public static long Of(SqliteJournalFiles files, SqliteConnection journal)
    {
        if (!File.Exists(files.Projections))
        {
            return 0;
        }

        try
        {
            using var projections = new SqliteConnection(files.ProjectionReaderConnectionString);
            projections.Open();
            using var command = projections.CreateCommand();
            command.CommandText = "SELECT cursor FROM projection_state WHERE journal = $journal";
            command.Parameters.AddWithValue("$journal", JournalIdentity.Of(journal) ?? "");
            return command.ExecuteScalar() is long cursor ? cursor : 0;
        }
        catch (SqliteException)
        {
            return 0;
        }
    }
}
