using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql.Migrations
{
    /// <summary>Written as SQL: EF Core knows no functions.</summary>
    [DbContext(typeof(PostgreSqlJournalContext))]
    [Migration("20261130150000_MonthsOfOthers")]
    public partial class MonthsOfOthers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(PostgreSqlMigrator.Script("MonthsOfOthers"));

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The functions of before do no harm beside this version's.
        }
    }
}
