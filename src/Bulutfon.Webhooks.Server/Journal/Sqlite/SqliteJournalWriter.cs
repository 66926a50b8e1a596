using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Commits batches into the SQLite file, by prepared statements on EF Core's connection.</summary>
/// <param name="connectionString">The journal.</param>
/// <param name="maxRejections">How many rejections are kept.</param>
internal sealed class SqliteJournalWriter(string connectionString, int maxRejections) : IJournalWriter
{
    private Session? _session;

    /// <summary>Opens the connection now rather than with the first batch, and gives the highest sequence ever given.</summary>
    public long Open() => (_session ??= new Session(connectionString)).LastId;

    public void Commit(ReadOnlySpan<PendingWrite> batch)
    {
        // After a failure of the store the connection may be of no more use.
        var session = _session ??= new Session(connectionString);
        try
        {
            session.Begin.Execute();
            var lastId = session.LastId;
            foreach (var write in batch)
            {
                Write(session, write, ref lastId);
            }

            session.Commit.Execute();
            session.LastId = lastId;
        }
        catch (Exception exception)
        {
            if (IsStoreFailure(exception) || !session.TryRollback())
            {
                _session = null;
                session.Dispose();
            }

            throw;
        }
    }

    public bool IsStoreFailure(Exception exception) => exception is not SqliteException sqlite
        || sqlite.SqliteErrorCode is not (raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_ERROR);

    public void Dispose() => _session?.Dispose();

    private void Write(Session session, PendingWrite write, ref long lastId)
    {
        switch (write)
        {
            case PendingEvent pending:
                pending.Result = Append(session, pending, ref lastId);
                if (pending.RejectionId is { } rejectionId)
                {
                    session.Resolve.Bind(pending.Result.Id).Bind(rejectionId).Execute();
                }

                break;

            case PendingRejection pending:
                pending.Result = new Appended(Reject(session, pending.Rejection), Duplicate: false);
                break;

            default:
                throw new ArgumentException($"The journal does not know {write.GetType().Name}.", nameof(write));
        }
    }

    private static Appended Append(Session session, PendingEvent pending, ref long lastId)
    {
        var (hook, receivedAt, contentType, body, webhookEvent, _) = pending.New;
        var destination = webhookEvent.Destination ?? "";
        var inserted = session.Insert
            .Bind(lastId + 1)
            .Bind(pending.Timestamp)
            .Bind(webhookEvent.Uuid)
            .Bind(webhookEvent.EventType.Value)
            .Bind(destination)
            .Bind(pending.ContentHash)
            .Bind(hook)
            .Bind(receivedAt)
            .Bind(contentType)
            .Bind(body)
            .Execute();
        if (inserted > 0)
        {
            return new Appended(++lastId, Duplicate: false);
        }

        var first = session.Repeat
            .Bind(pending.Timestamp)
            .Bind(webhookEvent.Uuid)
            .Bind(webhookEvent.EventType.Value)
            .Bind(destination)
            .Bind(pending.ContentHash)
            .ExecuteScalar();
        return new Appended(first ?? throw new InvalidOperationException("A repeated event has no first one."), Duplicate: true);
    }

    private long Reject(Session session, RejectionRow rejection)
    {
        if (maxRejections == 0)
        {
            return 0;
        }

        var id = session.Reject
            .Bind(rejection.Hook)
            .Bind(rejection.ReceivedAt)
            .Bind(rejection.Status)
            .Bind(rejection.Code)
            .Bind(rejection.Detail)
            .Bind(rejection.Path)
            .Bind(rejection.ByteOffset)
            .Bind(rejection.ContentType)
            .Bind(rejection.Size)
            .Bind(rejection.Body)
            .ExecuteScalar()!.Value;
        session.Trim.Bind(maxRejections).Execute();
        return id;
    }

    /// <summary>The connection and what is prepared on it.</summary>
    private sealed class Session : IDisposable
    {
        private readonly SqliteJournalContext _context;
        private readonly SqliteStatements? _statements;

        public Session(string connectionString)
        {
            _context = SqliteJournalContext.Open(connectionString);
            try
            {
                _context.Database.OpenConnection();
                var connection = (SqliteConnection)_context.Database.GetDbConnection();
                SqlitePragmas.ApplyToWriter(connection);
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
                using var highest = new SqliteStatement(connection, """
                    SELECT max(coalesce((SELECT max(id) FROM journal), 0), coalesce((SELECT CAST(value AS INTEGER) FROM journal_state WHERE name = 'highest_sequence'), 0))
                    """);
                LastId = highest.ExecuteScalar() ?? 0;
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public SqliteStatement Begin { get; }

        public SqliteStatement Commit { get; }

        public SqliteStatement Insert { get; }

        public SqliteStatement Repeat { get; }

        public SqliteStatement Reject { get; }

        public SqliteStatement Trim { get; }

        public SqliteStatement Resolve { get; }

        /// <summary>The highest sequence that is committed.</summary>
        public long LastId { get; set; }

        private SqliteStatement Rollback { get; }

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
            _context.Dispose();
        }
    }
}
