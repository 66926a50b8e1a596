using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql.Migrations
{
    /// <summary>Written as SQL: EF Core knows no functions.</summary>
    [DbContext(typeof(PostgreSqlJournalContext))]
    [Migration("20261124150000_Erasures")]
    public partial class Erasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(PostgreSqlMigrator.Script("Erasures"));

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            DROP FUNCTION journal_delete, journal_keep_highest, drop_old_journal_partitions;
            DROP TABLE erasures, erased;
            """);
    }
}
