using Npgsql;
using NpgsqlTypes;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>Deletes what is too old or to be erased, and ends sessions, each step in a transaction of its own beside the commits of events.</summary>
internal sealed class PostgreSqlUpkeep(PostgreSqlConnections connections)
{
    private const string Delete = "SELECT journal_delete($1, $2, $3, $4)";
    private const string DropPartition = "SELECT drop_old_journal_partitions($1)";

    private const string Request = $"""
        INSERT INTO erasures (number, state, requested_by, requested_at, events, rejections, marks)
        VALUES ($1, '{ErasureRow.Requested}', $2, $3, 0, 0, 0) RETURNING id
        """;

    private const string Forget = $"""
        WITH removed AS (DELETE FROM callback_marks WHERE number = ANY ($2) RETURNING number)
        UPDATE erasures SET number = NULL, state = '{ErasureRow.Cleaning}', marks = (SELECT count(*) FROM removed) WHERE id = $1
        """;

    private const string End = $"UPDATE erasures SET state = '{ErasureRow.Done}', finished_at = $2 WHERE id = $1";

    // Only what is a time is read as one, whatever the order of evaluation.
    private const string EndSession = $"""
        WITH forgotten AS (DELETE FROM journal_state WHERE CASE WHEN starts_with(name, '{StateRow.EndedSession}') THEN value::bigint < $2 END)
        INSERT INTO journal_state (name, value) VALUES ('{StateRow.EndedSession}' || $1, $3::text) ON CONFLICT (name) DO NOTHING
        """;

    private const string PutState = "INSERT INTO journal_state (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    private const string RemoveState = "DELETE FROM journal_state WHERE name = $1";

    /// <summary>Every table that held what was deleted.</summary>
    private const string Vacuum = "VACUUM journal, rejections, callback_marks, erasures";

    /// <summary>Does it, and gives the id of its result.</summary>
    /// <exception cref="JournalUnavailableException">It was not committed.</exception>
    public async Task<long> WriteAsync(PendingUpkeep upkeep)
    {
        try
        {
            await using var connection = connections.OpenWriter();
            return upkeep switch
            {
                PendingDeletion deletion => await RunAsync(
                    connection,
                    Delete,
                    Value(NpgsqlDbType.Array | NpgsqlDbType.Bigint, deletion.Events.ToArray()),
                    Value(NpgsqlDbType.Array | NpgsqlDbType.Bigint, deletion.Rejections.ToArray()),
                    Value(NpgsqlDbType.Bigint, deletion.Erasure?.Id),
                    Value(NpgsqlDbType.Bigint, deletion.Erasure?.At)),
                PendingErasure erasure => await RunAsync(
                    connection, Request, Value(NpgsqlDbType.Text, erasure.Number), Value(NpgsqlDbType.Text, StorableText.Of(erasure.By)), Value(NpgsqlDbType.Bigint, erasure.At)),
                PendingForgetting forgetting => await RunAsync(
                    connection, Forget, Value(NpgsqlDbType.Bigint, forgetting.Id), Value(NpgsqlDbType.Array | NpgsqlDbType.Text, forgetting.Marks.ToArray())),
                PendingErasureEnd end => await RunAsync(connection, End, Value(NpgsqlDbType.Bigint, end.Id), Value(NpgsqlDbType.Bigint, end.At)),
                PendingSessionEnd end => await RunAsync(
                    connection, EndSession, Value(NpgsqlDbType.Text, end.Session), Value(NpgsqlDbType.Bigint, end.Now), Value(NpgsqlDbType.Bigint, end.Until)),
                PendingState { Value: { } value } state => await RunAsync(connection, PutState, Value(NpgsqlDbType.Text, state.Name), Value(NpgsqlDbType.Text, value)),
                PendingState state => await RunAsync(connection, RemoveState, Value(NpgsqlDbType.Text, state.Name)),
                PendingLogCleaning => await VacuumAsync(connection),
                _ => throw new ArgumentException($"The journal does not know {upkeep.GetType().Name}.", nameof(upkeep)),
            };
        }
        catch (Exception exception) when (PostgreSqlFaults.Of(exception) is { } fault)
        {
            throw new JournalUnavailableException(fault.Reason, CommitHealth.MinRetryAfter, exception);
        }
    }

    /// <summary>Drops the months of which every event arrived before a time, in microseconds; gives how many events these were.</summary>
    /// <exception cref="JournalUnavailableException">The database is away.</exception>
    public async Task<long> DropPartitionsAsync(long cutoff, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = connections.OpenWriter();
            var dropped = 0L;
            while (true)
            {
                // One in a transaction: the order's lock is held to its end.
                await using var command = new NpgsqlCommand(DropPartition, connection) { CommandTimeout = 0 };
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = cutoff });
                if ((long)(await command.ExecuteScalarAsync(cancellationToken))! is not (> 0 and var events))
                {
                    return dropped;
                }

                dropped += events;
            }
        }
        catch (Exception exception) when (PostgreSqlFaults.Of(exception) is { } fault)
        {
            throw new JournalUnavailableException(fault.Reason, CommitHealth.MinRetryAfter, exception);
        }
    }

    /// <summary>Gives 1, or 0 if something was in the way.</summary>
    private static async Task<long> VacuumAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand(Vacuum, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
            return 1;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return 0;
        }
    }

    private static async Task<long> RunAsync(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync() is long id ? id : 0;
    }

    private static NpgsqlParameter Value(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
