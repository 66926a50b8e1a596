using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Whether the files that the writer has open are those at the journal's path, and what to do when they are not: go on when they
/// are moved back, write a deleted journal again from what is open, or open what somebody put there.
/// </summary>
internal sealed partial class JournalPlace(SqliteJournalFiles files, JournalLock owned, TimeProvider time, ILogger logger)
{
    /// <summary>How long a stop may take to write a deleted journal again.</summary>
    private static readonly TimeSpan MostAtEnd = TimeSpan.FromSeconds(4);

    private readonly JournalReturn _return = new(files, time);
    private OpenedFiles? _opened;
    private SqliteConnection? _connection;
    private DeletedJournal? _deleted;
    private bool _another;
    private int _generation;

    /// <summary>Whether the last look found other files, or none.</summary>
    public bool IsLost { get; private set; }

    /// <summary>How often another database took the place of the one that was open.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>The connection is open on what is at the path now.</summary>
    public void Opened(SqliteConnection connection, OpenedFiles opened)
    {
        (_connection, _opened, IsLost) = (connection, opened, false);
        _return.Opened();
        if (_another)
        {
            _another = false;
            Interlocked.Increment(ref _generation);
            LogReplaced(logger, files.Journal);
        }
    }

    /// <summary>Before a batch: a database that was overwritten is not written into, or a checkpoint would hide it.</summary>
    /// <exception cref="JournalFileLostException">It was.</exception>
    public void RequireWhole()
    {
        if (_opened!.Look(out _) == FilesState.Overwritten)
        {
            IsLost = true;
            throw new JournalFileLostException(FilesState.Overwritten);
        }
    }

    /// <summary>Whether a look is due that no commit causes. For any thread.</summary>
    public bool IsTouched => Volatile.Read(ref _opened) is { IsTouched: true };

    /// <summary>After a commit: whether it went into the files at the path.</summary>
    /// <returns>The size of the write-ahead log.</returns>
    /// <exception cref="JournalFileLostException">It did not.</exception>
    public long Verify()
    {
        var state = _opened!.Look(out var walBytes);
        var isOwned = owned.TryKeep();
        if (state == FilesState.InPlace && isOwned)
        {
            return walBytes;
        }

        IsLost = true;
        if (state == FilesState.InPlace)
        {
            throw new JournalFileLostException(FilesState.InUse);
        }

        // Wherever the file is now, its log is no longer beside it. An overwritten one is left as it is.
        if (state != FilesState.Overwritten)
        {
            WalBound.TryWriteBack(_connection!);
        }

        throw new JournalFileLostException(state);
    }

    /// <summary>Whether the connection may be closed. Of a file that was deleted it may be all that is left.</summary>
    public bool MayClose()
    {
        IsLost = _opened!.Look(out _) != FilesState.InPlace;
        return !IsLost;
    }

    /// <summary>The connection was closed after a failure, with the files in place.</summary>
    public void Closed() => (_connection, _opened) = (null, null);

    /// <summary>Looks again after the files were lost.</summary>
    /// <returns>True if the connection is as good as before; false if it is to be closed, and another opened.</returns>
    /// <exception cref="JournalFileLostException">It is too early for both.</exception>
    public bool TryResume()
    {
        RequireLock();
        var state = _opened!.Look(out _);
        if (state == FilesState.InPlace)
        {
            return !(IsLost = false);
        }

        if (state == FilesState.Missing || _deleted is { IsUnderWay: true })
        {
            Restore();
        }
        else if (state != FilesState.Overwritten && !WalBound.TryWriteBack(_connection!))
        {
            throw new JournalFileLostException(state);
        }

        return false;
    }

    /// <summary>Whether what is at the path may be opened, and the connection closed before.</summary>
    /// <exception cref="JournalFileLostException">There is nothing, or something that may still be being copied.</exception>
    public void Admit()
    {
        RequireLock();
        _another = _return.IsAnother(IsOverwritten());
        StopRestoring();
    }

    /// <summary>Closes the connection, before another is opened.</summary>
    /// <param name="close">Closes it.</param>
    public void Release(Action close)
    {
        var state = _connection is null ? FilesState.InPlace : _opened?.Look(out _);
        if (state == FilesState.Overwritten)
        {
            CloseOverwritten(close);
        }
        else
        {
            close();
            if (state == FilesState.Replaced)
            {
                _opened!.DeleteLog();
            }
        }

        (_connection, _opened) = (null, null);
        files.ForgetReaders();
    }

    /// <summary>Closes the last connection: a journal that was deleted must not end with the process.</summary>
    /// <param name="close">Closes it.</param>
    public void End(Action close)
    {
        if (IsOverwritten())
        {
            LogOverwrittenAtStop(logger, files.Journal, CloseOverwritten(close) ?? files.Wal);
            return;
        }

        if (_connection is not null && _opened?.Look(out _) is var state and (FilesState.Missing or FilesState.Replaced) && _opened.IsDeleted())
        {
            _deleted ??= new(files, _connection);
            var beside = state == FilesState.Replaced;
            if (!_deleted.TryFinishWithin(MostAtEnd, beside))
            {
                LogNotRestored(logger, files.Journal);
            }
            else if (beside)
            {
                LogKeptBeside(logger, files.Journal, files.Restored);
            }
            else
            {
                LogRestored(logger, files.Journal);
            }
        }

        // Before the close: a look reads through the connection.
        var found = _connection is null ? null : _opened?.Look(out _);
        var isReplaced = found == FilesState.Replaced;
        if (found is FilesState.InPlace or FilesState.LogLost)
        {
            // The file is whole without its log then, for whoever copies it; and a log that was deleted ends with the process.
            files.ForgetReaders();
            if (!WalBound.TryWriteBack(_connection!) && found == FilesState.LogLost)
            {
                LogLogNotKept(logger, files.Journal);
            }
        }

        StopRestoring();
        close();
        if (isReplaced && owned.TryKeep())
        {
            _opened!.DeleteLog();
        }
    }

    private bool IsOverwritten() => _connection is not null && _opened?.Look(out _) == FilesState.Overwritten;

    /// <returns>Where its log is kept; null if it had none.</returns>
    private string? CloseOverwritten(Action close)
    {
        SqlitePragmas.LeaveLog(_connection!);
        close();
        return _opened!.KeepLog();
    }

    /// <summary>Before a database is written into that another server may have opened.</summary>
    private void RequireLock()
    {
        if (!owned.TryKeep())
        {
            throw new JournalFileLostException(FilesState.InUse);
        }
    }

    private void StopRestoring()
    {
        _deleted?.Dispose();
        _deleted = null;
    }

    private void Restore()
    {
        if (_deleted is not { IsUnderWay: true } && !_return.IsAbandoned())
        {
            throw new JournalFileLostException(FilesState.Missing);
        }

        _deleted ??= new DeletedJournal(files, _connection!);
        if (!(_deleted.IsUnderWay || _opened!.IsDeleted()) || !_deleted.TryFinish())
        {
            throw new JournalFileLostException(FilesState.Missing);
        }

        _return.Opened();
        LogRestored(logger, files.Journal);
    }

    [LoggerMessage(LogEvents.JournalReplaced, LogLevel.Warning, "Another database was put in the journal's place ({File}) under the running server, and was opened. No id that was answered is given again. Restart the server if queries by number find the wrong events.")]
    private static partial void LogReplaced(ILogger logger, string file);

    [LoggerMessage(LogEvents.JournalRestored, LogLevel.Warning, "The journal {File} was deleted under the running server, and is written again, whole, from what the server had open.")]
    private static partial void LogRestored(ILogger logger, string file);

    [LoggerMessage(LogEvents.JournalKeptBeside, LogLevel.Critical, "The journal {File} was deleted under the running server, and another file is in its place. What this server had open, whole, is kept as {Copy}: merge the two, or put it back.")]
    private static partial void LogKeptBeside(ILogger logger, string file, string copy);

    [LoggerMessage(LogEvents.JournalOverwritten, LogLevel.Critical, "The journal {File} was cut or overwritten by another program under the running server. What was committed last is kept in {Log}: restore a backup before the next start.")]
    private static partial void LogOverwrittenAtStop(ILogger logger, string file, string log);

    [LoggerMessage(LogEvents.JournalLogNotKept, LogLevel.Critical, "The write-ahead log of {File} was deleted under the running server, and what it held could not be written back before the stop, because something was reading the journal: restore a backup.")]
    private static partial void LogLogNotKept(ILogger logger, string file);

    [LoggerMessage(LogEvents.JournalNotRestored, LogLevel.Critical, "The journal {File} was deleted under the running server, and could not be written again before the stop: restore a backup.")]
    private static partial void LogNotRestored(ILogger logger, string file);
}
