using System.Globalization;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// Commits batches over one connection, each in one round trip. When a commit's outcome is unknown, because the connection
/// was lost meanwhile, it counts as failed: the posts are answered 503, and the duplicate key recognises what had been committed when
/// they come again.
/// </summary>
internal sealed class PostgreSqlJournalWriter(PostgreSqlConnections connections, int maxRejections, TimeProvider time, CommitSignal seen) : IJournalWriter
{
    /// <summary>A connection that was used so recently is taken for good. An older one may have been cut without anybody's noticing.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(1);

    /// <summary>How long a connection may take to show that it is good, in seconds.</summary>
    private const int CheckSeconds = 2;

    private NpgsqlConnection? _connection;
    private string? _identity;
    private int _generation;
    private long _usedAt;

    /// <summary>The database server's own affair.</summary>
    public long WalBytes => 0;

    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Opens the connection now rather than with the first batch, and gives the highest committed sequence.</summary>
    public long Open()
    {
        _connection = connections.OpenWriter();
        _usedAt = time.GetTimestamp();
        return Look(_connection);
    }

    public void Commit(ReadOnlySpan<PendingWrite> batch)
    {
        try
        {
            // Before anything of the batch is sent: from then on its outcome may be unknown, and nothing is repeated.
            if (_connection is not null && time.GetElapsedTime(_usedAt) > Trusted && !IsGood(_connection))
            {
                Close();
            }

            if (_connection is null)
            {
                Open();
            }

            new WriteBatch(batch, maxRejections).Commit(_connection!);
            _usedAt = time.GetTimestamp();
        }
        catch (Exception exception)
        {
            if (!PostgreSqlFaults.LeavesConnection(exception))
            {
                Close();
            }

            throw;
        }
    }

    public StoreFault? FaultOf(Exception exception) => PostgreSqlFaults.Of(exception);

    public void Dispose() => Close();

    private static bool IsGood(NpgsqlConnection connection)
    {
        try
        {
            using var command = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = CheckSeconds };
            command.ExecuteNonQuery();
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Close()
    {
        if (_connection is { } connection)
        {
            _connection = null;

            // Not into the pool, where the session would be used again.
            NpgsqlConnection.ClearPool(connection);
            connection.Dispose();
            connections.ForgetReaders();
        }
    }

    /// <summary>
    /// Whether it is the database of before; one that was put back to an earlier time, or a standby that had not received everything, never
    /// gives a sequence again that this replica knows of, whichever committed it.
    /// </summary>
    private long Look(NpgsqlConnection connection)
    {
        var highest = seen.Last;
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT (SELECT value FROM journal_state WHERE name = '{StateRow.Identity}'),
                   ({PostgreSqlJournalReader.Last}),
                   (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM journal_id)
            """;
        string identity;
        long last, given;
        using (var reader = command.ExecuteReader())
        {
            reader.Read();
            (identity, last, given) = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2));
        }

        if (_identity is not null && (identity != _identity || given < highest))
        {
            Volatile.Write(ref _generation, _generation + 1);
        }

        _identity = identity;
        if (given < Math.Max(highest, last))
        {
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
                SELECT pg_advisory_lock({AdvisoryLocks.Order});
                SELECT setval('journal_id', greatest({Math.Max(highest, last)}, last_value)) FROM journal_id;
                SELECT pg_advisory_unlock({AdvisoryLocks.Order});
                """);
            command.ExecuteNonQuery();
        }

        return last;
    }
}
