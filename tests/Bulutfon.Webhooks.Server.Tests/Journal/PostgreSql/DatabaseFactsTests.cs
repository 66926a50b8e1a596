using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Tests.PostgreSql;

namespace Bulutfon.Webhooks.Server.Tests.Journal.PostgreSql;

/// <summary>A database that cannot hold the journal is refused at the start, with what to do.</summary>
public sealed class DatabaseFactsTests
{
    [Fact]
    public void Older_server_is_refused()
    {
        var facts = new DatabaseFacts(Version: 14, "d", "UTF8", "r", MayCreateSchemas: true, MayCreateTables: true, ForeignOwner: null);

        var refused = Assert.Throws<StartupException>(facts.RefuseUnfit);

        Assert.Contains("PostgreSQL 14: upgrade it to 15", refused.Message, StringComparison.Ordinal);
        (facts with { Version = 15 }).RefuseUnfit();
    }

    [SkippableFact]
    public void Encoding_that_cannot_hold_every_text_is_refused()
    {
        using var database = PostgreSqlCluster.NewDatabase("ENCODING 'LATIN5' LOCALE 'C'");

        var refused = Refused(database, database.ConnectionString);

        Assert.Contains($"The encoding of {database.Name} is LATIN5", refused, StringComparison.Ordinal);
        Assert.Contains("ENCODING 'UTF8' TEMPLATE template0", refused, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Role_that_may_make_nothing_is_told_each_right_that_it_lacks()
    {
        using var database = PostgreSqlCluster.NewDatabase();
        var connectionString = database.ConnectionStringOf("guest", "");

        var refused = Refused(database, connectionString);

        Assert.Contains($"GRANT CREATE ON DATABASE {database.Name} TO guest_{database.Name};", refused, StringComparison.Ordinal);
        Assert.Contains($"GRANT USAGE, CREATE ON SCHEMA public TO guest_{database.Name};", refused, StringComparison.Ordinal);
        foreach (var right in refused.Split("GRANT ")[1..])
        {
            database.Execute($"GRANT {right[..right.IndexOf(';', StringComparison.Ordinal)]}");
        }

        using var connections = new PostgreSqlConnections(connectionString);
        PostgreSqlMigrator.Migrate(connections);
    }

    [SkippableFact]
    public void Tables_of_another_role_are_refused()
    {
        using var journal = new OpenPostgreSqlJournal();
        var connectionString = journal.Database.ConnectionStringOf("other", $"GRANT CREATE ON DATABASE {journal.Database.Name} TO {{0}}; GRANT CREATE ON SCHEMA public TO {{0}}");

        var refused = Refused(journal.Database, connectionString);

        Assert.Contains($"GRANT postgres TO other_{journal.Database.Name};", refused, StringComparison.Ordinal);
    }

    private static string Refused(PostgreSqlDatabase database, string connectionString)
    {
        using var connections = new PostgreSqlConnections(connectionString);
        var refused = Assert.Throws<StartupException>(() => PostgreSqlMigrator.Migrate(connections));
        Assert.Equal(0, database.Scalar<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
        return refused.Message;
    }
}
