using Bulutfon.Webhooks.Server.Journal;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Benchmarks;

/// <summary>Which journal is meant.</summary>
/// <param name="Provider">As in <c>Journal:Provider</c>.</param>
/// <param name="ConnectionString">As in <c>ConnectionStrings:Journal</c>.</param>
/// <param name="Name">What it is called in messages.</param>
internal sealed record StoreSettings(string Provider, string ConnectionString, string Name)
{
    public static StoreSettings File(string path) =>
        new(JournalOptions.Sqlite, new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path) }.ToString(), path);

    /// <summary>A database of PostgreSQL.</summary>
    public static StoreSettings Database(string connectionString) => new(JournalOptions.PostgreSql, connectionString, "The database");
}
