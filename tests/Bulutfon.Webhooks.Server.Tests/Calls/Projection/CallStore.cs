using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Bulutfon.Webhooks.Server.Projections.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Journal.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Calls.Projection;

/// <summary>A projection store whose journal claims to hold whatever is applied, so that it can be closed and opened again.</summary>
internal sealed class CallStore : IDisposable
{
    private readonly OpenSqliteJournal _journal = new();
    private SqliteProjectionStore _store;

    public CallStore()
    {
        _store = Open();
    }

    public void Apply(CommittedEvent[] events) => _store.Apply(events);

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
    public IReadOnlyList<string> Rows() => Rows("SELECT seq || ' ' || uuid || ' ' || hex(state) FROM calls ORDER BY seq");

    /// <summary>The rows of the roll-ups, one text each.</summary>
    public IReadOnlyList<string> RollupRows() =>
        Rows("SELECT kind || ' ' || block || ' ' || value || ' ' || direction || ' ' || hex(figures) FROM rollups ORDER BY kind, block, value, direction");

    private List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection(_journal.Files.ProjectionReaderConnectionString);
        connection.Open();
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

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(_journal.Files.ProjectionWriterConnectionString);
        connection.Open();
        SqlitePragmas.Execute(connection, sql);
    }

    public long Cursor => _store.Cursor;

    public void Dispose()
    {
        _store.Dispose();
        _journal.Dispose();
    }

    private SqliteProjectionStore Open()
    {
        var store = new SqliteProjectionStore(_journal.Files, new LongJournal(_journal.Journal));
        store.Open();
        return store;
    }
}
