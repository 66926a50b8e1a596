using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Which journal a file is of: every one gets a number of its own when it is made.</summary>
internal static class JournalIdentity
{
    private const string Sql = $"SELECT value FROM journal_state WHERE name = '{StateRow.Identity}'";

    /// <summary>As the connection sees it; null if it has none.</summary>
    public static string? Of(SqliteConnection connection) => SqlitePragmas.Scalar(connection, Sql) as string;

    /// <summary>What the file alone holds, without its write-ahead log; null if that cannot be told, as while a checkpoint writes it.</summary>
    public static string? InFile(SqliteJournalFiles files)
    {
        try
        {
            using var connection = new SqliteConnection(files.FileAloneConnectionString);
            connection.Open();
            return Of(connection);
        }
        catch (SqliteException)
        {
            return null;
        }
    }
}
