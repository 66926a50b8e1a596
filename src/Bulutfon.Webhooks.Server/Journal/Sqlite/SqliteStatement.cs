using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// A prepared statement bound without boxes and copies. ADO.NET's command costs several times as much per row, and the writer
/// runs one for every event.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int StackBytes = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_bound, value));
        return this;
    }

    public SqliteStatement Bind(long? value) => value is null ? BindNull() : Bind(value.Value);

    public SqliteStatement Bind(string? text)
    {
        if (text is null)
        {
            return BindNull();
        }

        // An empty span would be bound as NULL.
        if (text.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_statement, ++_bound, utf8z.FromString("")));
            return this;
        }

        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> utf8 = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        var length = Encoding.UTF8.GetBytes(text, utf8);
        Check(raw.sqlite3_bind_text(_statement, ++_bound, utf8[..length]));
        return this;
    }

    public SqliteStatement Bind(ReadOnlySpan<byte> blob)
    {
        Check(blob.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, ++_bound, 0) : raw.sqlite3_bind_blob(_statement, ++_bound, blob));
        return this;
    }

    private SqliteStatement BindNull()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    /// <summary>Runs it and says how many rows it changed.</summary>
    public int Execute()
    {
        Step();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Runs it and gives the first column of its first row; null if there is none.</summary>
    public long? ExecuteScalar()
    {
        long? value = null;
        try
        {
            var code = raw.sqlite3_step(_statement);
            if (code == raw.SQLITE_ROW)
            {
                value = raw.sqlite3_column_int64(_statement, 0);
                code = raw.sqlite3_step(_statement);
            }

            Check(code);
        }
        finally
        {
            Reset();
        }

        return value;
    }

    /// <summary>Goes to its next row; false if there is none. Who reads rows must <see cref="Reset"/> it in the end.</summary>
    public bool Read()
    {
        var code = raw.sqlite3_step(_statement);
        Check(code);
        return code == raw.SQLITE_ROW;
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A column of the row; valid until the next row.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Ends the reading, and forgets what was bound.</summary>
    public void Reset()
    {
        // Its code repeats the error of the step, which was thrown already.
        _ = raw.sqlite3_reset(_statement);
        _bound = 0;
    }

    public void Dispose() => _statement.Dispose();

    private void Step()
    {
        try
        {
            Check(raw.sqlite3_step(_statement));
        }
        finally
        {
            Reset();
        }
    }

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(code, _database);
        }
    }
}
