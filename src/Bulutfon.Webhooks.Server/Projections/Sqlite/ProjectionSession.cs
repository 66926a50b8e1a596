using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Projections.Sqlite;

/// <summary>The connection that writes projections, and what is prepared on it.</summary>
internal sealed class ProjectionSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatements _statements;

    public ProjectionSession(string connectionString, int version, long walBound)
    {
        _connection = new SqliteConnection(connectionString);
        _statements = new SqliteStatements(_connection);
        try
        {
            _connection.Open();
            SqlitePragmas.ApplyToProjections(_connection);
            SqlitePragmas.BoundWal(_connection, walBound);
            if (SqlitePragmas.Scalar(_connection, "PRAGMA user_version") is not long found || found != version)
            {
                throw new SqliteException("The projections are of another version.", SQLitePCL.raw.SQLITE_ERROR);
            }

            Begin = _statements.Prepare("BEGIN IMMEDIATE");
            Commit = _statements.Prepare("COMMIT");
            Skip = _statements.Prepare("INSERT OR REPLACE INTO skipped_events (id, reason) VALUES (?1, ?2)");
            MoveCursor = _statements.Prepare("UPDATE projection_state SET cursor = ?1");
            ReadCursor = _statements.Prepare("SELECT cursor FROM projection_state");
            Hooks = new HookTable(_statements);
            Index = new SearchIndex(_statements);
            Calls = new CallTable(_statements, Index);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SqliteConnection Connection => _connection;

    public SqliteStatement Begin { get; }

    public SqliteStatement Commit { get; }

    public HookTable Hooks { get; }

    public SearchIndex Index { get; }

    public CallTable Calls { get; }

    public SqliteStatement Skip { get; }

    public SqliteStatement MoveCursor { get; }

    public SqliteStatement ReadCursor { get; }

    public bool IsOf(string journal)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT journal FROM projection_state";
        return string.Equals(command.ExecuteScalar() as string, journal, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }
}
