using System.Runtime.CompilerServices;

namespace Bulutfon.Webhooks.Server.Tests.PostgreSql;

/// <summary>
/// Which store the servers of a run have: SQLite, or PostgreSQL with TEST_STORE=PostgreSql. What they promise over HTTP is the same, so
/// the same tests say so for both. The trait "Store" says which need no second run: "Sqlite" is about its files alone, "Any" about what
/// lies before the store or beside it.
/// </summary>
internal static class TestStore
{
    private const string Sqlite = "Sqlite";

    private static readonly ConditionalWeakTable<TemporaryFolder, PostgreSqlDatabase> Databases = [];

    public static bool IsPostgreSql { get; } = Environment.GetEnvironmentVariable("TEST_STORE") switch
    {
        null or "" or Sqlite => false,
        "PostgreSql" => true,
        var other => throw new InvalidOperationException($"TEST_STORE is Sqlite or PostgreSql, not {other}."),
    };

    /// <summary>A database that stands for a folder's file, or for none a new one; null when the store is SQLite.</summary>
    public static PostgreSqlDatabase? DatabaseFor(TemporaryFolder? folder) => !IsPostgreSql ? null
        : folder is null ? PostgreSqlCluster.NewDatabase()
        : Databases.GetValue(folder, _ => PostgreSqlCluster.NewDatabase());
}
