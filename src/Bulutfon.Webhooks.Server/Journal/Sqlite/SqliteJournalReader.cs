using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Reads the journal in its order, for followers that catch up: several times as fast as new events can come in.</summary>
/// <param name="connectionString">The journal, pooled.</param>
internal sealed class SqliteJournalReader(string connectionString)
{
    private const string Sql = $"""
        SELECT {JournalRows.Columns}
        FROM journal WHERE id > $after ORDER BY id LIMIT $limit
        """;

    public async Task ReadAfterAsync(long after, int limit, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$after", after);
        command.Parameters.AddWithValue("$limit", limit);
        await JournalRows.ReadAsync(command, mostBytes, into, cancellationToken);
    }

    /// <summary>Without EF Core, which a server that only receives and erases nothing never loads.</summary>
    public async Task<bool> HasErasureAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM erasures WHERE state <> $done)";
        command.Parameters.AddWithValue("$done", ErasureRow.Done);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))! != 0;
    }
}
