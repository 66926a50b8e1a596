using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>What is in a journal's file, read without the server.</summary>
internal static class StoredCalls
{
    /// <summary>Each call's uuid with the id of its one event.</summary>
    public static Dictionary<string, long> Read(string journal)
    {
        using var connection = Open(journal);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT uuid, id FROM journal";
        using var reader = command.ExecuteReader();
        var calls = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read())
        {
            // Twice the same call is a lost "exactly once".
            calls.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return calls;
    }

    /// <summary>Asserts that each accepted event is there exactly once under the id that was answered, and that the file is whole.</summary>
    public static void AssertHold(string journal, IEnumerable<KeyValuePair<string, long>> accepted)
    {
        var stored = Read(journal);
        var lost = accepted.Where(each => !stored.TryGetValue(each.Key, out var id) || id != each.Value).ToList();
        Assert.Empty(lost);
        Assert.Equal("ok", Scalar(journal, "PRAGMA integrity_check"));
    }

    public static object? Scalar(string journal, string sql)
    {
        using var connection = Open(journal);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(string journal)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = journal, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
