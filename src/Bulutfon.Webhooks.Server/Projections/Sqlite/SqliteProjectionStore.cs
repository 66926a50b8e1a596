using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>
/// The projections in <c>&lt;journal&gt;.read.db</c>. Its writes wait for no disk (<c>synchronous=NORMAL</c>): what a power cut
/// takes from it, the journal gives again.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="journal">What is followed.</param>
/// <param name="walBound">From which size on the write-ahead log is made small, in bytes.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when a reader keeps the write-ahead log large.</param>
internal sealed class SqliteProjectionStore(
    SqliteJournalFiles files, IJournal journal, long walBound = JournalOptions.DefaultLargeWalBytes, TimeProvider? time = null, ILogger? logger = null)
    : IProjectionStore
{
    /// <summary>Of the schema and of what is written into it: another number makes the file anew.</summary>
    private const int Version = (8 << 8) | CallStateFormat.Version;

    private const string Wal = "-wal";

    /// <summary>Postings that are merged at a time while there is nothing else to do.</summary>
    private const int TidiedAtOnce = 65_536;

    /// <summary>Held by searches; the file is put in place of another while there are none.</summary>
    private readonly FilePath _log = new(files.Projections + Wal);
    private readonly ReaderWriterLockSlim _file = new();

    private readonly WalBound _wal = new(files.Projections + Wal, walBound, time ?? TimeProvider.System, logger ?? NullLogger.Instance);
    private readonly List<Posting> _postings = [];
    private readonly Lock _askedGate = new();
    private TaskCompletionSource? _asked;
    private readonly List<TaskCompletionSource> _waiting = [];
    private ProjectionReaders _readers = new(files.ProjectionReaderConnectionString);
    private ProjectionSession? _session;
    private ProjectionRebuild? _rebuild;

    /// <summary>Whether a row turned out to be damaged: the next opening makes the file anew.</summary>
    private volatile bool _isDamaged;

    public event EventHandler? Missed;

    public long Cursor { get; private set; }

    public long? RebuildCursor
    {
        get
        {
            BeginAnewIfAsked();
            return (_rebuild ??= ProjectionRebuild.Find(files, journal))?.Cursor;
        }
    }

    public IReadOnlyCollection<HookTotals> Hooks { get; private set; } = [];

    public void Open()
    {
        _rebuild?.Dispose();
        _rebuild = null;
        _session?.Dispose();
        _session = null;
        var identity = Identity();
        if (TryOpen(identity) is not { } session)
        {
            ForgetReaders();
            SqliteJournalFiles.Delete(files.Projections);
            files.MakeProjections();
            Create(identity);
            session = TryOpen(identity) ?? throw new InvalidOperationException($"The projections {files.Projections} cannot be made.");
        }

        _session = session;
        Cursor = session.ReadCursor.ExecuteScalar() ?? 0;
        Hooks = session.Hooks.Read();
    }

    public IReadOnlyList<(long Id, Exception Reason)> Apply(IReadOnlyList<CommittedEvent> events)
    {
        var session = Usable();
        var skipped = new List<(long, Exception)>();
        _postings.Clear();
        session.Begin.Execute();
        foreach (var committed in events)
        {
            try
            {
                session.Calls.Add(committed);
                SearchKey.AddPostings(committed, _postings);
            }
            catch (InvalidOperationException exception)
            {
                skipped.Add((committed.Id, exception));
                session.Skip.Bind(committed.Id).Bind(exception.Message).Execute();
            }
        }

        WriteCalls(session);
        session.Hooks.Add(events);
        session.Index.Add(_postings);
        session.MoveCursor.Bind(events[^1].Id).Execute();
        session.Commit.Execute();
        KeepWalSmall(session);
        Cursor = events[^1].Id;
        Hooks = session.Hooks.Read();
        return skipped;
    }

    public void Rebuild(IReadOnlyList<CommittedEvent> events)
    {
        var rebuild = _rebuild ?? throw new InvalidOperationException("Nobody asked for a rebuild.");
        rebuild.Apply(events);
        if (events.Count == 0)
        {
            // What these have passed is in the journal no more.
            rebuild.Pass(Cursor);
        }

        if (rebuild.Cursor >= Cursor)
        {
            PutInPlace(rebuild);
            RebuildRequest.Done(files);
            Open();
            _waiting.ForEach(waiting => waiting.SetResult());
            _waiting.Clear();
        }
    }

    public Task ForgetDeletedAsync()
    {
        lock (_askedGate)
        {
            _asked ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _asked.Task;
        }
    }

    public void Pass(long sequence)
    {
        if (sequence > Cursor)
        {
            Usable().MoveCursor.Bind(sequence).Execute();
            Cursor = sequence;
        }
    }

    public bool Tidy()
    {
        var session = Usable();
        if (!session.Index.HasWork)
        {
            return false;
        }

        session.Begin.Execute();
        session.Index.Work(TidiedAtOnce);
        session.Commit.Execute();
        KeepWalSmall(session);
        return true;
    }

    public IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken) =>
        Search(readers => readers.Find(query, limit, cancellationToken));

    public IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken) =>
        Search(readers => readers.FindCalls(query, limit, cancellationToken));

    public IReadOnlyList<T> SelectCalls<T>(SearchQuery query, Func<FoundCall, T?> select, CancellationToken cancellationToken)
        where T : class => Search(readers => readers.SelectCalls(query, select, cancellationToken));

    public void ReadRollups(Action<IRollups> read) => Search(readers =>
    {
        readers.ReadRollups(read);
        return true;
    });

    public void Dispose()
    {
        _readers.Dispose();
        _rebuild?.Dispose();
        _session?.Dispose();
        _file.Dispose();
    }

    /// <summary>A rebuild that is under way may have read what is deleted by now.</summary>
    private void BeginAnewIfAsked()
    {
        TaskCompletionSource? asked;
        lock (_askedGate)
        {
            (asked, _asked) = (_asked, null);
        }

        if (asked is null)
        {
            return;
        }

        // Those who wait for one that is given up, wait for this one.
        _waiting.Add(asked);
        _rebuild?.Dispose();
        _rebuild = null;
        RebuildRequest.WriteAnew(files);
    }

    private T Search<T>(Func<ProjectionReaders, T> search)
    {
        _file.EnterReadLock();
        try
        {
            return search(_readers);
        }
        catch (SqliteException) when (!File.Exists(files.Projections))
        {
            Missed?.Invoke(this, EventArgs.Empty);
            throw;
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            _isDamaged = true;
            Missed?.Invoke(this, EventArgs.Empty);
            throw new JournalUnavailableException($"The second file is damaged and is made anew ({exception.Message}).", CommitHealth.MinRetryAfter);
        }
        finally
        {
            _file.ExitReadLock();
        }
    }

    private static bool IsDamage(Exception exception) => exception is InvalidDataException
        or SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB };

    private void KeepWalSmall(ProjectionSession session) => _wal.Keep(session.Connection, FileStamp.SizeOf(_log));

    private void PutInPlace(ProjectionRebuild rebuild)
    {
        _file.EnterWriteLock();
        try
        {
            rebuild.Dispose();
            _session?.Dispose();
            _session = null;
            ForgetReaders();
            SqliteJournalFiles.Delete(files.Projections);

            // There is a log only if somebody else has the file open.
            File.Move(files.NewProjections, files.Projections);
            if (File.Exists(files.NewProjections + Wal))
            {
                File.Move(files.NewProjections + Wal, files.Projections + Wal);
            }
        }
        finally
        {
            _file.ExitWriteLock();
        }
    }

    /// <summary>The session, unless its file was deleted under it, and what is written then nobody would find, or a search found it damaged.</summary>
    private ProjectionSession Usable()
    {
        if (!File.Exists(files.Projections))
        {
            throw new FileNotFoundException($"The projections {files.Projections} were deleted; they are made anew.", files.Projections);
        }

        if (_isDamaged)
        {
            throw new InvalidDataException($"The projections {files.Projections} are damaged; they are made anew.");
        }

        return _session ?? throw new InvalidOperationException("The projections are not open.");
    }

    private void WriteCalls(ProjectionSession session)
    {
        try
        {
            session.Calls.Write(_postings);
        }
        catch (InvalidDataException)
        {
            _isDamaged = true;
            throw;
        }
    }

    private string Identity()
    {
        using var connection = new SqliteConnection(files.ReaderConnectionString);
        connection.Open();
        return (string)SqlitePragmas.Scalar(connection, $"SELECT value FROM journal_state WHERE name = '{StateRow.Identity}'")!;
    }

    /// <summary>The file, if it is whole, of this version, and belongs to this journal; else null.</summary>
    private ProjectionSession? TryOpen(string identity)
    {
        if (_isDamaged || !File.Exists(files.Projections))
        {
            _isDamaged = false;
            return null;
        }

        ProjectionSession? session = null;
        try
        {
            session = new ProjectionSession(files.ProjectionWriterConnectionString, Version, walBound);

            // A cursor ahead of the journal is of a journal that was put back from a backup.
            if (session.IsOf(identity) && session.ReadCursor.ExecuteScalar() <= journal.LastSequence)
            {
                return session;
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_ERROR or SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            // Another schema, or no database: made anew.
        }

        session?.Dispose();
        return null;
    }

    /// <summary>Readers of a file that goes are not used again.</summary>
    private void ForgetReaders()
    {
        var old = _readers;
        _readers = new ProjectionReaders(files.ProjectionReaderConnectionString);
        old.Dispose();
    }

    private void Create(string identity)
    {
        using var connection = new SqliteConnection(files.ProjectionWriterConnectionString);
        connection.Open();
        SqlitePragmas.ApplyToProjections(connection);
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = ProjectionSchema.Sql + $"PRAGMA user_version = {Version};";
        command.Parameters.AddWithValue("$journal", identity);
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
