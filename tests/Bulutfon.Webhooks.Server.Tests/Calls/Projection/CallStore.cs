using System.Data.Common;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.PostgreSql;
using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.Journal.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Tests.Calls.Projection;

/// <summary>A projection store whose journal claims to hold whatever is applied, so that it can be closed and opened again.</summary>
internal sealed class CallStore : IDisposable
{
    private readonly OpenSqliteJournal? _file;
    private readonly OpenPostgreSqlJournal? _database;
    private IProjectionStore _store;

    /// <param name="inPostgreSql">In a database of its own rather than a file.</param>
    public CallStore(bool inPostgreSql = false)
    {
        if (inPostgreSql)
        {
            _database = new OpenPostgreSqlJournal();
            _database.Database.Execute($"SELECT setval('journal_id', {long.MaxValue})");
        }
        else
        {
            _file = new OpenSqliteJournal();
        }

        _store = Open();
    }

    public void Apply(CommittedEvent[] events)
    {
        Assert.True(_store.TryLead());
        _store.Apply(events);
    }

    public void Tidy() => _store.Tidy();

    public void Reopen()
    {
        _store.Dispose();
        _store = Open();
    }

    /// <summary>As after a failure.</summary>
    public void OpenAgain() => _store.Open();

    /// <summary>Each call of a search that is still where it was found and has the value, newest first.</summary>
    public IReadOnlyList<FoundCall> Find(SearchField field, string value)
    {
        var query = new SearchQuery([[new CallTerm(field, value).Key]], From: null, To: null, PlaceOrder.Descending, Behind: null);
        return [.. _store.FindCalls(query, 10_000, default).Where(found => found.Has(field, value))];
    }

    public void Read(Action<IRollups> read) => _store.ReadRollups(read);

    /// <summary>The rows of the table, one text each.</summary>
    public IReadOnlyList<string> Rows() => Rows(_database is null
        ? "SELECT seq || ' ' || uuid || ' ' || hex(state) FROM calls ORDER BY seq"
        : $"SELECT seq || ' ' || convert_from(uuid, 'UTF8') || ' ' || encode(state, 'hex') FROM {PostgreSqlProjectionStore.Schema}.calls ORDER BY seq");

    /// <summary>The rows of the roll-ups, one text each.</summary>
    public IReadOnlyList<string> RollupRows() => Rows(_database is null
        ? "SELECT kind || ' ' || block || ' ' || value || ' ' || direction || ' ' || hex(figures) FROM rollups ORDER BY kind, block, value, direction"
        : $"""
            SELECT kind || ' ' || block || ' ' || convert_from(value, 'UTF8') || ' ' || convert_from(direction, 'UTF8') || ' ' || encode(figures, 'hex')
            FROM {PostgreSqlProjectionStore.Schema}.rollups ORDER BY kind, block, value, direction
            """);

    private List<string> Rows(string sql)
    {
        using var connection = Connect(SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <param name="sqlite">For a file.</param>
    /// <param name="postgreSql">For a database.</param>
    public void Execute(string sqlite, string postgreSql)
    {
        using var connection = Connect(SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = _database is null ? sqlite : $"SET search_path = {PostgreSqlProjectionStore.Schema}; {postgreSql}";
        command.ExecuteNonQuery();
    }

    public long Cursor => _store.Cursor;

    public void Dispose()
    {
        _store.Dispose();
        _file?.Dispose();
        _database?.Dispose();
    }

    private DbConnection Connect(SqliteOpenMode mode)
    {
        DbConnection connection = _database is not null
            ? new NpgsqlConnection(_database.Database.ConnectionString)
            : new SqliteConnection(mode == SqliteOpenMode.ReadOnly ? _file!.Files.ProjectionReaderConnectionString : _file!.Files.ProjectionWriterConnectionString);
        connection.Open();
        return connection;
    }

    private IProjectionStore Open()
    {
        IProjectionStore store = _database is not null
            ? new PostgreSqlProjectionStore(_database.Connections)
            : new SqliteProjectionStore(_file!.Files, new LongJournal(_file.Journal));
        store.Open();
        return store;
    }
}
