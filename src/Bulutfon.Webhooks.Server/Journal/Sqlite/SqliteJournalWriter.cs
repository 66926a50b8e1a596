using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Commits batches into the SQLite file, by prepared statements. After each commit it looks whether the
/// files are still those that it opened: nobody is answered 2xx for what went into a file that was deleted.
/// </summary>
/// <param name="files">The journal.</param>
/// <param name="owned">The lock on the journal.</param>
/// <param name="maxRejections">How many rejections are kept.</param>
/// <param name="walBound">From which size on the write-ahead log is made small, in bytes.</param>
/// <param name="time">For what must stay a while.</param>
/// <param name="logger">Told what happened to the files.</param>
internal sealed partial class SqliteJournalWriter(SqliteJournalFiles files, JournalLock owned, int maxRejections, long walBound, TimeProvider time, ILogger logger) : IJournalWriter
{
    private readonly LockPatience _patience = new();
    private readonly JournalPlace _place = new(files, owned, time, logger);
    private readonly WalBound _wal = new(files.Wal, walBound, time, logger);
    private SqliteJournalSession? _session;
    private long _highest;
    private long _walBytes;

    public bool IsQuick => true;

    public long WalBytes => Volatile.Read(ref _walBytes);

    /// <summary>Whether somebody else touched the journal's file, so that a look is due. For any thread.</summary>
    public bool IsTouched => _place.IsTouched;

    public int Generation => _place.Generation;

    /// <summary>Opens the connection now rather than with the first batch, and gives the highest sequence ever given.</summary>
    public long Open()
    {
        _session = new SqliteJournalSession(files, walBound, highest: 0);
        _place.Opened(_session.Connection, _session.Files);
        if (ProjectionsCursor.Of(files, _session.Connection) is var known && known > _session.LastId)
        {
            LogFellBack(logger, files.Journal, _session.LastId, known);
            files.DeleteProjections();
            _session.NeverBelow(known);
        }

        return _highest = _session.LastId;
    }

    public void Commit(ReadOnlySpan<PendingWrite> batch)
    {
        var session = _session is not null && !_place.IsLost ? _session : Reopen();
        _place.RequireWhole();
        try
        {
            Write(session, batch);
        }
        catch (Exception exception)
        {
            GiveUp(session, exception);
            throw;
        }

        Confirm(session, batch);
    }

    public bool TryCommitAtOnce(ReadOnlySpan<PendingWrite> batch)
    {
        // What has to be opened, or looked for, takes time.
        if (_session is not { } session || _place.IsLost)
        {
            return false;
        }

        _place.RequireWhole();
        try
        {
            if (!LockPatience.TryBegin(session.Connection, session.Begin))
            {
                return false;
            }

            WriteInTransaction(session, batch);
        }
        catch (SqliteException exception) when (IsIdTaken(exception))
        {
            session.TryRollback();
            return false;
        }
        catch (Exception exception)
        {
            GiveUp(session, exception);
            throw;
        }

        Confirm(session, batch);
        return true;
    }

    public void Hasten() => _patience.Shorten();

    public StoreFault? FaultOf(Exception exception) => SqliteFaults.Of(exception, files);

    public void Dispose() => _place.End(Close);

    /// <summary>Nobody is answered for what went into a file that is not there any more.</summary>
    private void Confirm(SqliteJournalSession session, ReadOnlySpan<PendingWrite> batch)
    {
        var walBytes = _place.Verify();
        Volatile.Write(ref _walBytes, walBytes);
        _wal.Keep(session.Connection, walBytes);
        CleanLog(session, batch);
    }

    private void GiveUp(SqliteJournalSession session, Exception exception)
    {
        var rolledBack = session.TryRollback();
        if (SqliteFaults.LeavesConnection(exception) || (rolledBack && FaultOf(exception) is null))
        {
            return;
        }

        // After other failures of the store the connection may be of no more use.
        if (_place.MayClose())
        {
            Close();
            _place.Closed();
        }
    }

    /// <summary>A connection to what is at the journal's path, if that may be opened by now.</summary>
    private SqliteJournalSession Reopen()
    {
        if (_session is { } lost && _place.TryResume())
        {
            return lost;
        }

        _place.Admit();
        _place.Release(Close);
        SqliteMigrator.MigrateAgain(files);
        _session = new SqliteJournalSession(files, walBound, _highest);
        _place.Opened(_session.Connection, _session.Files);
        return _session;
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    private void Write(SqliteJournalSession session, ReadOnlySpan<PendingWrite> batch)
    {
        try
        {
            WriteBehindLast(session, batch);
        }
        catch (SqliteException exception) when (IsIdTaken(exception))
        {
            // Somebody else wrote into the journal while this server did not have it: an id that was next is taken.
            session.TryRollback();
            session.ReadLastId();
            WriteBehindLast(session, batch);
        }
    }

    private void WriteBehindLast(SqliteJournalSession session, ReadOnlySpan<PendingWrite> batch)
    {
        _patience.Begin(session.Begin);
        WriteInTransaction(session, batch);
    }

    private static bool IsIdTaken(SqliteException exception) => exception.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_ROWID;

    private void WriteInTransaction(SqliteJournalSession session, ReadOnlySpan<PendingWrite> batch)
    {
        var lastId = session.LastId;
        foreach (var write in batch)
        {
            Write(session, write, ref lastId);
        }

        session.Commit.Execute();
        session.LastId = _highest = lastId;
    }

    private void Write(SqliteJournalSession session, PendingWrite write, ref long lastId)
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

            case PendingMark pending:
                pending.Result = new Appended(session.Marks.Write(pending), Duplicate: false);
                break;

            case PendingProbe pending:
                Try(session, pending, lastId + 1);
                break;

            case PendingUpkeep pending:
                pending.Result = new Appended(session.Upkeep.Write(pending, lastId), Duplicate: false);
                break;

            default:
                throw new ArgumentException($"The journal does not know {write.GetType().Name}.", nameof(write));
        }
    }

    /// <summary>Outside of the transaction, which is in the log itself.</summary>
    private static void CleanLog(SqliteJournalSession session, ReadOnlySpan<PendingWrite> batch)
    {
        foreach (var write in batch)
        {
            if (write is PendingLogCleaning cleaning)
            {
                cleaning.Result = new Appended(WalBound.TryWriteBack(session.Connection) ? 1 : 0, Duplicate: false);
            }
        }
    }

    private static Appended Append(SqliteJournalSession session, PendingEvent pending, ref long lastId)
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

    /// <summary>
    /// An event that is gone again with the same commit: it takes the way of those that are to come, so that a journal which cannot
    /// take them, because a page of theirs is damaged, does not look sound.
    /// </summary>
    private static void Try(SqliteJournalSession session, PendingProbe probe, long id)
    {
        session.Insert
            .Bind(id)
            .Bind(probe.At)
            .Bind(StateRow.Probe)
            .Bind(StateRow.Probe)
            .Bind("")
            .Bind(0)
            .Bind("")
            .Bind(probe.At)
            .Bind((string?)null)
            .Bind([])
            .Execute();
        session.Delete.Bind(id).Execute();
        session.State.Bind(StateRow.Probe).Bind(probe.At).Execute();
    }

    private long Reject(SqliteJournalSession session, RejectionRow rejection)
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

    [LoggerMessage(LogEvents.JournalFellBack, LogLevel.Critical, "The journal {File} ends at event {Last}, but had events up to {Known}: an older copy was put in its place, or another program deleted or cut its write-ahead log. Restore a newer backup if there is one. The missing ids are not given again.")]
    private static partial void LogFellBack(ILogger logger, string file, long last, long known);
}
