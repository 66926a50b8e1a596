using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>Reads the journal in its order.</summary>
internal sealed class PostgreSqlJournalReader(NpgsqlDataSource source)
{
    private const string Rows = $"""
        SELECT {JournalRows.Columns}
        FROM journal WHERE id > $1 ORDER BY id LIMIT $2
        """;

    /// <summary>The highest one may be of a deleted event.</summary>
    public const string Last = $"""
        SELECT greatest(
            coalesce((SELECT id FROM journal ORDER BY id DESC LIMIT 1), 0),
            coalesce((SELECT value::bigint FROM journal_state WHERE name = '{StateRow.HighestSequence}'), 0))
        """;

    public async Task ReadAfterAsync(long after, int limit, long mostBytes, List<CommittedEvent> into, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Rows);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await JournalRows.ReadAsync(command, mostBytes, into, cancellationToken);
    }

    /// <summary>The highest sequence that can be seen; 0 if there is none.</summary>
    public async Task<long> ReadLastAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Last);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
