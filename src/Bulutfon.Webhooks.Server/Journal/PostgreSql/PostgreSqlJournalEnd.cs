using System.Data.Common;
using System.Globalization;
using Bulutfon.Webhooks.Server.Journal.Copying;
using Npgsql;
using NpgsqlTypes;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>A journal's database, locked against servers, while it is copied.</summary>
internal sealed class PostgreSqlJournalEnd : JournalEnd
{
    /// <summary>The first month of which Bulutfon's events are documented; what claims to be earlier goes to the default partition.</summary>
    private static readonly DateTimeOffset FirstMonth = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly NpgsqlConnection _connection;
    private readonly DateTimeOffset _lastMonth;
    private readonly HashSet<DateTimeOffset> _months = [];

    private PostgreSqlJournalEnd(NpgsqlConnection connection, TimeProvider time)
        : base(connection, $"The database {connection.Database} at {connection.Host}")
    {
        _connection = connection;
        _lastMonth = MonthOf(time.GetUtcNow()).AddMonths(PostgreSqlMigrator.MonthsAhead);
    }

    /// <param name="connections">The database.</param>
    /// <param name="isTarget">Whether to make the tables where there are none.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StartupException">It cannot be reached, servers use it, or it is of another version.</exception>
    public static async Task<PostgreSqlJournalEnd> OpenAsync(PostgreSqlConnections connections, bool isTarget, TimeProvider time)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = connections.OpenUnshared();
            var end = new PostgreSqlJournalEnd(connection, time);
            await end.LockAsync();
            var schema = PostgreSqlMigrator.LastApplied(connection);
            if (schema != PostgreSqlMigrator.Newest && !(isTarget && schema is null))
            {
                throw new StartupException(CopyRefusal.OfSchema(end.Name, schema, PostgreSqlMigrator.Newest));
            }

            if (isTarget)
            {
                PostgreSqlMigrator.MigrateForCopy(connections);
            }

            // By its keys, whatever the planner thinks of a table that was empty a minute ago: a sort of the whole would go to the disk.
            await end.ExecuteAsync("SET enable_seqscan = off; SET enable_sort = off; SET jit = off");
            return end;
        }
        catch (Exception exception)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            if (PostgreSqlMigrator.Explain(exception) is { } explained)
            {
                throw new StartupException(explained, exception);
            }

            throw;
        }
    }

    public override async Task FinishAsync()
    {
        await ExecuteAsync($"""
            DO $$ DECLARE projection text; BEGIN
                FOR projection IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'projection\_%' LOOP
                    EXECUTE format('DROP SCHEMA %I CASCADE', projection);
                END LOOP;
            END $$;
            SELECT setval('journal_id', last) FROM ({PostgreSqlJournalReader.Last}) AS given (last) WHERE last > 0;
            """);
        await UnmarkAsync();
    }

    public override ValueTask DisposeAsync()
    {
        // Not into the pool: the session has settings and the lock.
        NpgsqlConnection.ClearPool(_connection);
        return base.DisposeAsync();
    }

    protected override async Task<long> HighestGivenAsync(CopiedTable table) =>
        await ScalarAsync($"SELECT pg_sequence_last_value(pg_get_serial_sequence('{table.Name}', 'id')::regclass)") as long? ?? 0;

    protected override Task SetHighestGivenAsync(CopiedTable table, long id) => ExecuteAsync(
        string.Create(CultureInfo.InvariantCulture, $"SELECT setval(pg_get_serial_sequence('{table.Name}', 'id'), {id}) WHERE {id} > 0"));

    protected override async Task WriteAsync(CopiedTable table, IReadOnlyList<object?[]> rows)
    {
        var isJournal = table == CopiedTable.Journal;
        if (isJournal)
        {
            await MakePartitionsAsync(rows);
        }

        await using var import = await _connection.BeginBinaryImportAsync(
            $"COPY {table.Name} ({table.ColumnNames}{(isJournal ? ", identity" : "")}) FROM STDIN (FORMAT BINARY)");
        import.Timeout = TimeSpan.Zero;
        foreach (var row in rows)
        {
            await import.StartRowAsync();
            for (var column = 0; column < row.Length; column++)
            {
                await WriteAsync(import, table.Columns[column].Kind, row[column]);
            }

            if (isJournal)
            {
                var (uuid, eventType, destination) = SentTexts.Of(row);
                await import.WriteAsync(EventIdentity.Of(uuid, eventType, destination, (long)row[5]!), NpgsqlDbType.Uuid);
            }
        }

        await import.CompleteAsync();
    }

    protected override string ReadText(DbDataReader reader, int column) => reader.GetString(column);

    private static Task WriteAsync(NpgsqlBinaryImporter import, CopiedKind kind, object? value) => value switch
    {
        null => import.WriteNullAsync(),
        long number when kind == CopiedKind.SmallNumber => import.WriteAsync(checked((int)number), NpgsqlDbType.Integer),
        long number => import.WriteAsync(number, NpgsqlDbType.Bigint),
        byte[] bytes => import.WriteAsync(bytes, NpgsqlDbType.Bytea),
        _ => import.WriteAsync(StorableText.Of((string)value), NpgsqlDbType.Text),
    };

    private static DateTimeOffset MonthOf(DateTimeOffset time) => new(time.Year, time.Month, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Servers hold it shared. One that was killed, or another copy, is gone within the time that a lock is waited for; who holds it then is at work.
    /// </summary>
    private async Task LockAsync()
    {
        try
        {
            await ExecuteAsync($"SELECT pg_advisory_lock({AdvisoryLocks.Use})");
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StartupException($"{Name} is in use by servers, or by another copy. Stop them all; one that died without a word is forgotten after 20 s.", exception);
        }
    }

    /// <summary>The months that have none get one, as far as they are months that a call can be of.</summary>
    private async Task MakePartitionsAsync(IReadOnlyList<object?[]> rows)
    {
        var (first, end) = (UnixTime.Of(FirstMonth), UnixTime.Of(_lastMonth.AddMonths(1)));
        foreach (var month in rows.Select(row => (long)row[1]!).Where(at => at >= first && at < end).Select(at => MonthOf(UnixTime.ToTime(at))).Where(_months.Add).ToList())
        {
            var (low, high) = (UnixTime.Of(month), UnixTime.Of(month.AddMonths(1)));
            if (await ScalarAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT 1 FROM journal_default WHERE \"timestamp\" >= {low} AND \"timestamp\" < {high} LIMIT 1")) is null)
            {
                await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"CREATE TABLE IF NOT EXISTS journal_{month:yyyy_MM} PARTITION OF journal FOR VALUES FROM ({low}) TO ({high})"));
            }
        }
    }
}
