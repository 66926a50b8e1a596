using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The writer's connection to the journal's file, and what is prepared on it.</summary>
internal sealed class SqliteJournalSession : IDisposable
{
    private readonly SqliteStatements? _statements;

    /// <param name="files">The journal.</param>
    /// <param name="walBound">The size that the write-ahead log is cut to when it begins anew, in bytes.</param>
    /// <param name="highest">The highest sequence that this process has given.</param>
    public SqliteJournalSession(SqliteJournalFiles files, long walBound, long highest)
    {
        var connection = Connection = new SqliteConnection(files.WriterConnectionString);
        try
        {
            connection.Open();
            SqlitePragmas.ApplyToWriter(connection);
            SqlitePragmas.BoundWal(connection, walBound);
            _statements = new SqliteStatements(connection);
            Begin = _statements.Prepare("BEGIN IMMEDIATE");
            Commit = _statements.Prepare("COMMIT");
            Rollback = _statements.Prepare("ROLLBACK");
            Insert = _statements.Prepare("""
                INSERT INTO journal (id, timestamp, uuid, event_type, destination, content_hash, hook, received_at, delivery_count, content_type, body)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?10)
                ON CONFLICT (timestamp, uuid, event_type, destination, content_hash) DO NOTHING
                """);
            Repeat = _statements.Prepare("""
                UPDATE journal SET delivery_count = delivery_count + 1
                WHERE timestamp = ?1 AND uuid = ?2 AND event_type = ?3 AND destination = ?4 AND content_hash = ?5
                RETURNING id
                """);
            Reject = _statements.Prepare("""
                INSERT INTO rejections (hook, received_at, status, code, detail, path, byte_offset, content_type, size, body)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                RETURNING id
                """);
            Trim = _statements.Prepare("DELETE FROM rejections WHERE id <= (SELECT max(id) FROM rejections) - ?1");
            Resolve = _statements.Prepare("UPDATE rejections SET event_id = ?1 WHERE id = ?2");
            Marks = new CallbackMarkTable(_statements);
            Upkeep = new UpkeepTables(_statements);
            Delete = _statements.Prepare("DELETE FROM journal WHERE id = ?1");
            State = _statements.Prepare("INSERT INTO journal_state (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
            ReadLastId();
            NeverBelow(highest);

            // Having read, it has all of them open.
            Files = new OpenedFiles(files, connection);
            LockPatience.ByTurns(connection);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SqliteConnection Connection { get; }

    public OpenedFiles Files { get; }

    public SqliteStatement Begin { get; }

    public SqliteStatement Commit { get; }

    public SqliteStatement Insert { get; }

    public SqliteStatement Repeat { get; }

    public SqliteStatement Reject { get; }

    public SqliteStatement Trim { get; }

    public SqliteStatement Resolve { get; }

    public CallbackMarkTable Marks { get; }

    public UpkeepTables Upkeep { get; }

    public SqliteStatement Delete { get; }

    public SqliteStatement State { get; }

    /// <summary>The highest sequence that is committed.</summary>
    public long LastId { get; set; }

    private SqliteStatement Rollback { get; }

    public void ReadLastId()
    {
        using var stored = new SqliteStatement(Connection, """
            SELECT max(coalesce((SELECT max(id) FROM journal), 0), coalesce((SELECT CAST(value AS INTEGER) FROM journal_state WHERE name = 'highest_sequence'), 0))
            """);
        LastId = stored.ExecuteScalar() ?? 0;
    }

    public bool TryRollback()
    {
        try
        {
            Rollback.Execute();
            return true;
        }
        catch (SqliteException)
        {
            // Nothing to roll back, or no way to; the connection is given up either way.
            return false;
        }
    }

    public void Dispose()
    {
        _statements?.Dispose();
        Connection.Dispose();
    }

    /// <summary>Another file may have come to fewer events, but an id that was answered never means another event.</summary>
    public void NeverBelow(long highest)
    {
        if (highest <= LastId)
        {
            return;
        }

        State.Bind(StateRow.HighestSequence).Bind(highest).Execute();
        LastId = highest;
    }
}
