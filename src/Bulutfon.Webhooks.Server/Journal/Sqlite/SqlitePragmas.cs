using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The settings of SQLite connections.</summary>
internal static class SqlitePragmas
{
    /// <summary>How long a connection waits for another process that holds the file, in milliseconds.</summary>
    public const int BusyTimeoutMilliseconds = 5000;

    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    /// <summary>A commit is on disk when it returns, and what is deleted is overwritten.</summary>
    public static void ApplyToWriter(SqliteConnection connection) => Execute(connection, $"""
        PRAGMA busy_timeout = {BusyTimeoutMilliseconds};
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA secure_delete = ON;
        PRAGMA cache_size = -16384;
        """);

    /// <summary>A write-ahead log that has grown keeps its size until it begins anew; then it is cut to the bound.</summary>
    public static void BoundWal(SqliteConnection connection, long bytes) =>
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA journal_size_limit = {bytes}"));

    /// <summary>Projections wait for no disk; only a checkpoint does, so there are few.</summary>
    public static void ApplyToProjections(SqliteConnection connection) => Execute(connection, $"""
        PRAGMA busy_timeout = {BusyTimeoutMilliseconds};
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -8192;
        PRAGMA wal_autocheckpoint = 4096;
        """);

    /// <summary>Many connections read at one time, so each has little; the system keeps the pages that are read often.</summary>
    public static void ApplyToReader(SqliteConnection connection) => Execute(connection, $"""
        PRAGMA busy_timeout = {BusyTimeoutMilliseconds};
        PRAGMA query_only = ON;
        PRAGMA cache_size = -2048;
        """);

    /// <summary>Closing the connection leaves the write-ahead log as it is, also as the last one.</summary>
    public static void LeaveLog(SqliteConnection connection) => _ = raw.sqlite3_db_config(connection.Handle!, NoCheckpointOnClose, 1, out _);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
