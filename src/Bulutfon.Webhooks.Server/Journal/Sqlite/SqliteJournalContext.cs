using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>The journal in a SQLite file.</summary>
internal sealed class SqliteJournalContext(DbContextOptions<SqliteJournalContext> options) : JournalContext(options)
{
    public static SqliteJournalContext Open(string connectionString) =>
        new(new DbContextOptionsBuilder<SqliteJournalContext>().UseSqlite(connectionString).Options);
}

/// <summary>For <c>dotnet ef migrations add</c>, which has no journal at hand.</summary>
internal sealed class SqliteJournalContextFactory : IDesignTimeDbContextFactory<SqliteJournalContext>
{
    public SqliteJournalContext CreateDbContext(string[] args) => SqliteJournalContext.Open("Data Source=design.db");
}
