using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql.Migrations
{
    /// <summary>Written as SQL: EF Core knows no partitions and no functions.</summary>
    [DbContext(typeof(PostgreSqlJournalContext))]
    [Migration("20261124130000_InitialJournal")]
    public partial class InitialJournal : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(PostgreSqlMigrator.Script("InitialJournal"));

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            DROP FUNCTION journal_append, make_journal_partitions;
            DROP TABLE journal, journal_state, rejections, callback_marks, leases, session_keys;
            DROP SEQUENCE journal_id;
            """);
    }
}
