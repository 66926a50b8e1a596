using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>The journal in PostgreSQL, for reading. Its tables are made by the migrations' SQL.</summary>
internal sealed class PostgreSqlJournalContext(DbContextOptions<PostgreSqlJournalContext> options) : JournalContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<JournalRow>(journal =>
        {
            // A partitioned table's key holds what it is partitioned by; the duplicate key's column is for the database alone.
            IMutableEntityType type = journal.Metadata;
            type.RemoveIndex(type.GetIndexes().Single());
            journal.HasKey(row => new { row.Timestamp, row.Id }).HasName("pk_journal");
            foreach (var other in type.GetKeys().Where(key => !key.IsPrimaryKey()).ToList())
            {
                type.RemoveKey(other);
            }
        });
    }
}

/// <summary>For <c>dotnet ef migrations add</c>, which has no journal at hand.</summary>
internal sealed class PostgreSqlJournalContextFactory : IDesignTimeDbContextFactory<PostgreSqlJournalContext>
{
    public PostgreSqlJournalContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlJournalContext>().UseNpgsql("Host=localhost;Database=design").Options);
}
