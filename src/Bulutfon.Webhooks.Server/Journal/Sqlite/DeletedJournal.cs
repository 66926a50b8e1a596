using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Writes a journal again that was deleted while the server had it open. All that was ever answered 2xx is still in the open
/// file, and gone with the process.
/// </summary>
internal sealed class DeletedJournal(SqliteJournalFiles files, SqliteConnection open) : IDisposable
{
    private const int PagesAtOnce = 1024;

    private readonly CancellationTokenSource _stopped = new();
    private Task? _copying;

    /// <summary>Whether it is being written again, or just was.</summary>
    public bool IsUnderWay => _copying is not null;

    /// <summary>Begins to write it again, or goes on; a large one takes a while.</summary>
    /// <returns>Whether it is there again.</returns>
    public bool TryFinish()
    {
        if (_copying is null)
        {
            _copying = Task.Run(Copy, CancellationToken.None);
            return false;
        }

        if (!_copying.IsCompleted)
        {
            return false;
        }

        var copied = _copying;
        _copying = null;
        copied.GetAwaiter().GetResult();
        return true;
    }

    /// <summary>Writes it again before the process ends, as far as there is time.</summary>
    /// <param name="time">How long it may take.</param>
    /// <param name="beside">Whether the copy stays beside what is in the journal's place.</param>
    public bool TryFinishWithin(TimeSpan time, bool beside)
    {
        _copying ??= Task.Run(beside ? CopyBeside : Copy, CancellationToken.None);
        return ((IAsyncResult)_copying).AsyncWaitHandle.WaitOne(time) && _copying.IsCompletedSuccessfully;
    }

    public void Dispose()
    {
        _stopped.Cancel();

        // The connection is closed next, and must not be in use.
        ((IAsyncResult?)_copying)?.AsyncWaitHandle.WaitOne();
        _stopped.Dispose();
    }

    private void Copy()
    {
        CopyBeside();

        // Not over a file that somebody put there meanwhile. The next commit syncs the folder, with the write-ahead log that it begins.
        File.Move(files.Restored, files.Journal, overwrite: false);
    }

    private void CopyBeside()
    {
        File.Delete(files.Restored);
        try
        {
            SqliteJournalFiles.MakeFile(files.Restored);
            using (var target = new SqliteConnection(files.RestoredConnectionString))
            {
                target.Open();
                CopyPages(target);
            }
        }
        catch
        {
            // Half a copy is of no use, and may be what fills the disk.
            File.Delete(files.Restored);
            throw;
        }
    }

    private void CopyPages(SqliteConnection target)
    {
        using var backup = raw.sqlite3_backup_init(target.Handle, "main", open.Handle, "main");
        if (backup.IsInvalid)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_extended_errcode(target.Handle), target.Handle);
        }

        int code;
        do
        {
            _stopped.Token.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesAtOnce);
        }
        while (code == raw.SQLITE_OK);

        if (code != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(code, target.Handle);
        }
    }
}
