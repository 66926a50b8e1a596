using Bulutfon.Webhooks.Server.Journal;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Benchmarks.Appending;

/// <summary>The journal's row by a prepared statement into the journal's table, and nothing else. The baseline of appending.</summary>
internal sealed class BareInsert : IDisposable
{
    private static readonly string[] Columns =
        ["id", "timestamp", "uuid", "event_type", "destination", "content_hash", "hook", "received_at", "delivery_count", "content_type", "body"];

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private long _id;

    /// <param name="file">A journal that holds nothing.</param>
    public BareInsert(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;");
        _insert = _connection.CreateCommand();
        _insert.CommandText = $"INSERT INTO journal ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(column => "$" + column))})";
        foreach (var column in Columns)
        {
            _insert.Parameters.Add(new SqliteParameter { ParameterName = "$" + column });
        }
    }

    /// <summary>Writes a batch in one transaction.</summary>
    public void Write(ReadOnlySpan<NewEvent> batch)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var each in batch)
        {
            Insert(each);
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private void Insert(NewEvent each)
    {
        object?[] values =
        [
            ++_id, each.Event.Timestamp, each.Event.Uuid, each.Event.EventType.Value, each.Event.Destination ?? "", (long)each.ContentHash,
            each.Hook, each.ReceivedAt, 1, each.ContentType, each.Body,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            _insert.Parameters[i].Value = values[i];
        }

        _insert.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
