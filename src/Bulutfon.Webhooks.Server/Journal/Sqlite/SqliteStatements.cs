using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The statements that are prepared on one connection, given up together.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly List<SqliteStatement> _prepared = [];

    public SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(connection, sql);
        _prepared.Add(statement);
        return statement;
    }

    public void Dispose() => _prepared.ForEach(statement => statement.Dispose());
}
