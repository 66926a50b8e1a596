using System.Globalization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Search;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>
/// The projections in a schema of their own beside the journal. All replicas read them; the one that has the lease applies. Its
/// commits wait for no disk: what a crash takes, the journal gives again.
/// </summary>
internal sealed class PostgreSqlProjectionStore(PostgreSqlConnections connections) : IProjectionStore
{
    /// <summary>Of the tables and of what is written into them: another number is another schema.</summary>
    private const int Version = (3 << 8) | CallStateFormat.Version;

    public static readonly string Schema = string.Create(CultureInfo.InvariantCulture, $"projection_{Version}");

    /// <summary>Where a rebuild fills tables that take the others' place.</summary>
    private static readonly string NewSchema = Schema + "_new";

    private static readonly TimeSpan LookForRequest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// For what needs tables alone: behind whoever waits for that, every search waits too. So it waits for no long reader, such as a
    /// backup, and goes on with the old tables meanwhile.
    /// </summary>
    private const string WaitForNoReader = "SET LOCAL lock_timeout = '500ms'";

    /// <summary>How often it looks whether a rebuild that it asked for is done.</summary>
    private static readonly TimeSpan LookForDone = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the one that applies looks for tables that no replica uses any more.</summary>
    private static readonly TimeSpan LookForUnused = TimeSpan.FromMinutes(10);

    private readonly Lease _lease = new(Schema);
    private readonly ProjectionQuery _query = new(connections.Readers.CreateCommand, Schema);
    private NpgsqlConnection? _connection;

    /// <summary>Whether a row turned out to be damaged: the next opening makes the tables anew.</summary>
    private bool _isDamaged;

    private readonly CancellationTokenSource _disposed = new();
    private string _rebuildToken = "";
    private long? _rebuildCursor;
    private long _lookForRequestAt;
    private long _lookForUnusedAt;

    /// <summary>Whether a search found no tables.</summary>
    private volatile bool _isMissed;

    public event EventHandler? Missed;

    public long Cursor { get; private set; }

    public IReadOnlyCollection<HookTotals> Hooks { get; private set; } = [];

    public long? RebuildCursor
    {
        get
        {
            if (_rebuildCursor is null && Environment.TickCount64 >= _lookForRequestAt)
            {
                _lookForRequestAt = Environment.TickCount64 + (long)LookForRequest.TotalMilliseconds;
                _rebuildCursor = BeginRebuild(Usable());
            }

            return _rebuildCursor;
        }
    }

    public void Open()
    {
        Close();
        _isMissed = false;
        var connection = _connection = connections.OpenWriter();
        Execute(connection, "SET synchronous_commit = off; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off");
        using (var transaction = connection.BeginTransaction())
        {
            // Of replicas that start together one makes the tables.
            Execute(connection, $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Projections})");
            if (_isDamaged || !IsUsable(connection, Schema))
            {
                Execute(connection, ProjectionTables.Create(Schema));
                _isDamaged = false;
            }

            transaction.Commit();
        }

        ReadState(connection);
    }

    public bool TryLead()
    {
        if (_isMissed)
        {
            throw new InvalidOperationException("The tables of the projections were deleted; they are made anew.");
        }

        if (_lease.IsFresh)
        {
            return true;
        }

        var connection = Usable();
        var leads = _lease.TryTake(connection);
        ReadState(connection);
        return leads;
    }

    public IReadOnlyList<(long Id, Exception Reason)> Apply(IReadOnlyList<CommittedEvent> events)
    {
        var connection = Usable();
        try
        {
            var skipped = new ProjectionBatch(Schema, _lease).Apply(connection, Cursor, events);
            Cursor = events[^1].Id;
            Hooks = ReadHooks(connection);
            return skipped;
        }
        catch (LeaseLostException)
        {
            // Not an error: the next look says who has it.
            _lease.Doubt();
            ReadState(connection);
            return [];
        }
        catch (InvalidDataException)
        {
            _isDamaged = true;
            throw;
        }
    }

    public void Rebuild(IReadOnlyList<CommittedEvent> events)
    {
        var rebuilt = _rebuildCursor ?? throw new InvalidOperationException("Nobody asked for a rebuild.");
        var connection = Usable();
        try
        {
            if (events.Count > 0)
            {
                new ProjectionBatch(NewSchema, _lease).Apply(connection, rebuilt, events);
                _rebuildCursor = rebuilt = events[^1].Id;
            }
            else if (rebuilt < Cursor && TryPass(connection, NewSchema, rebuilt, Cursor))
            {
                // What these have passed is in the journal no more.
                _rebuildCursor = rebuilt = Cursor;
            }

            if (!PostgreSqlRebuild.Tell(connection, _rebuildToken, rebuilt, Cursor))
            {
                GiveUpRebuild();
            }
            else if (rebuilt >= Cursor)
            {
                PutInPlace(connection);
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // A reader is in the way: the next look at the request goes on with it.
            _rebuildCursor = null;
            _lookForRequestAt = Environment.TickCount64 + (long)LookForRequest.TotalMilliseconds;
        }
        catch (LeaseLostException)
        {
            // Who has it now goes on with it.
            _lease.Doubt();
            _rebuildCursor = null;
        }
    }

    public async Task ForgetDeletedAsync()
    {
        var disposed = _disposed.Token;
        PostgreSqlRebuild.RequestAnew(connections);
        using (var connection = connections.OpenWriter())
        {
            // They hold what was deleted too; replicas that still have them make them anew.
            OtherVersions.Drop(connection, [Schema, NewSchema]);
        }

        while (IsRequested())
        {
            await Task.Delay(LookForDone, disposed);
        }
    }

    public void Pass(long sequence)
    {
        if (sequence > Cursor && TryPass(Usable(), Schema, Cursor, sequence))
        {
            Cursor = sequence;
        }
    }

    public bool Tidy()
    {
        if (Environment.TickCount64 >= _lookForUnusedAt)
        {
            _lookForUnusedAt = Environment.TickCount64 + (long)LookForUnused.TotalMilliseconds;
            OtherVersions.DropUnused(Usable(), [Schema, NewSchema]);
        }

        return false;
    }

    public IReadOnlyList<Place> Find(SearchQuery query, int limit, CancellationToken cancellationToken) => Search(() => _query.Find(query, limit, cancellationToken));

    public void ReadRollups(Action<IRollups> read) => Search(() =>
    {
        PostgreSqlRollups.Read(connections.Readers, Schema, read);
        return true;
    });

    public IReadOnlyList<FoundCall> FindCalls(SearchQuery query, int limit, CancellationToken cancellationToken) => Search(() => _query.FindCalls(query, limit, static call => call, cancellationToken));

    public IReadOnlyList<T> SelectCalls<T>(SearchQuery query, Func<FoundCall, T?> select, CancellationToken cancellationToken)
        where T : class => Search(() => _query.FindCalls(query, int.MaxValue, select, cancellationToken));

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        _disposed.Cancel();
        if (_connection is { State: System.Data.ConnectionState.Open } connection)
        {
            try
            {
                _lease.Release(connection);
            }
            catch (NpgsqlException)
            {
                // It runs out by itself.
            }
        }

        Close();
        _disposed.Dispose();
    }

    /// <summary>Begins what is asked for, or goes on with what another replica or an earlier start began; null if nobody asks.</summary>
    private long? BeginRebuild(NpgsqlConnection connection)
    {
        if (PostgreSqlRebuild.Find(connection) is not { } request)
        {
            return null;
        }

        _rebuildToken = request.Token;

        // Not begun yet: what is there is of another rebuild.
        if ((request.IsNew || !IsUsable(connection, NewSchema)) && !TryMakeNew(connection))
        {
            return null;
        }

        return ReadCursor(connection, NewSchema);
    }

    /// <summary>False while somebody reads what is there; the next look tries again.</summary>
    private static bool TryMakeNew(NpgsqlConnection connection)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"{WaitForNoReader}; {ProjectionTables.Create(NewSchema)}");
            transaction.Commit();
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <summary>All at once, and only by who still has the lease: readers find the old tables or the new ones.</summary>
    private void PutInPlace(NpgsqlConnection connection)
    {
        using (var transaction = connection.BeginTransaction())
        {
            using (var held = new NpgsqlCommand($"SELECT {Lease.IsHeld}", connection))
            {
                _lease.AddHolder(held.Parameters);
                if (held.ExecuteScalar() is not true)
                {
                    throw new LeaseLostException();
                }
            }

            Execute(connection, $"{WaitForNoReader}; LOCK TABLE {Schema}.state; DROP SCHEMA {Schema} CASCADE; ALTER SCHEMA {NewSchema} RENAME TO {Schema}");
            if (!PostgreSqlRebuild.Done(connection, _rebuildToken))
            {
                // Another was asked for: rolled back.
                GiveUpRebuild();
                return;
            }

            transaction.Commit();
        }

        _rebuildCursor = null;
        ReadState(connection);
    }

    private void GiveUpRebuild()
    {
        _rebuildCursor = null;
        _lookForRequestAt = 0;
    }

    /// <summary>Moves a cursor over sequences that no event has; false if some has one, or another replica has the right to.</summary>
    private bool TryPass(NpgsqlConnection connection, string schema, long from, long to)
    {
        using var pass = new NpgsqlCommand(
            $"UPDATE {schema}.state SET cursor = @to WHERE cursor = @from AND NOT EXISTS (SELECT FROM journal j WHERE j.id > @from AND j.id <= @to) AND {Lease.IsHeld}",
            connection);
        pass.Parameters.AddWithValue("to", to);
        pass.Parameters.AddWithValue("from", from);
        _lease.AddHolder(pass.Parameters);
        return pass.ExecuteNonQuery() == 1;
    }

    private bool IsRequested()
    {
        try
        {
            return PostgreSqlRebuild.Read(connections) is not null;
        }
        catch (NpgsqlException)
        {
            // Away: asked again.
            return true;
        }
    }

    private T Search<T>(Func<T> search)
    {
        try
        {
            return search();
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            _isMissed = true;
            Missed?.Invoke(this, EventArgs.Empty);
            throw;
        }
    }

    private NpgsqlConnection Usable() => _connection is { State: System.Data.ConnectionState.Open } open
        ? open
        : throw new InvalidOperationException("The projections are not open.");

    /// <summary>Whether the tables are there and belong to this journal; one that was put back to an earlier time is another.</summary>
    private static bool IsUsable(NpgsqlConnection connection, string schema)
    {
        using var command = new NpgsqlCommand($"SELECT to_regclass('{schema}.state')::text", connection);
        if (command.ExecuteScalar() is not string)
        {
            return false;
        }

        command.CommandText = $"""
            SELECT EXISTS (
                SELECT FROM {schema}.state s JOIN journal_state j ON j.name = '{StateRow.Identity}' AND j.value = s.journal
                WHERE s.cursor <= (SELECT last_value FROM journal_id))
            """;
        return command.ExecuteScalar() is true;
    }

    private void ReadState(NpgsqlConnection connection)
    {
        var cursor = ReadCursor(connection, Schema);
        if (cursor != Cursor || Hooks.Count == 0)
        {
            Hooks = ReadHooks(connection);
        }

        Cursor = cursor;
    }

    private static long ReadCursor(NpgsqlConnection connection, string schema)
    {
        using var command = new NpgsqlCommand($"SELECT cursor FROM {schema}.state", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static List<HookTotals> ReadHooks(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand($"SELECT name, events, first_received_at, last_received_at FROM {Schema}.hooks", connection);
        using var reader = command.ExecuteReader();
        var hooks = new List<HookTotals>();
        while (reader.Read())
        {
            hooks.Add(new HookTotals(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return hooks;
    }

    private void Close()
    {
        _lease.Doubt();
        _rebuildCursor = null;
        _connection?.Dispose();
        _connection = null;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
