using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>Brings the database to the schema of this version. Of replicas that start together one does it, and the others wait.</summary>
internal static class PostgreSqlMigrator
{
    /// <summary>The newest migration of this version; a test compares it with the migrations that there are.</summary>
    public const string Newest = "20261130150000_MonthsOfOthers";

    /// <summary>How many months of partitions are made ahead.</summary>
    public const int MonthsAhead = 3;

    /// <exception cref="StartupException">The database cannot be reached or is unfit, a newer version made the schema, or a copy is not finished.</exception>
    public static void Migrate(PostgreSqlConnections connections) => Migrate(connections, isForCopy: false);

    /// <summary>The same for a copy, which has the database to itself.</summary>
    /// <inheritdoc cref="Migrate(PostgreSqlConnections)"/>
    public static void MigrateForCopy(PostgreSqlConnections connections) => Migrate(connections, isForCopy: true);

    /// <summary>What an error means that the database answers an opening with; null if it is none of the database.</summary>
    public static string? Explain(Exception exception)
    {
        // EF Core wraps what may pass by itself.
        var cause = exception is InvalidOperationException { InnerException: DbException inner } ? inner : exception;
        return cause is not (DbException or StandbyException or SocketException or TimeoutException or IOException) ? null
            : PostgreSqlFaults.Of(cause) is { } fault ? $"The journal's database cannot be opened. {fault.Reason} {fault.Remedy}"
            : $"The journal's database cannot be opened: {cause.Message}";
    }

    private static void Migrate(PostgreSqlConnections connections, bool isForCopy)
    {
        try
        {
            using var connection = connections.OpenUnshared();
            DatabaseFacts.Read(connection).RefuseUnfit();
            Execute(connection, "SET lock_timeout = 0; SET statement_timeout = 0");
            Execute(connection, $"SELECT pg_advisory_lock({AdvisoryLocks.Migration})", seconds: 0);
            try
            {
                Bring(connection);
                if (!isForCopy)
                {
                    JournalUse.Take(connection);
                    JournalUse.Release(connection);
                }

                try
                {
                    MakePartitions(connection);
                }
                catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
                {
                    // A reader's turn, a backup's for instance. There are those of the months ahead, and the upkeep tries again.
                }
            }
            finally
            {
                Execute(connection, $"SELECT pg_advisory_unlock({AdvisoryLocks.Migration})");
            }
        }
        catch (Exception exception) when (Explain(exception) is { } explained)
        {
            throw new StartupException(explained, exception);
        }
    }

    /// <summary>
    /// Makes the journal's partitions ahead. A new one needs the default partition alone for a moment: behind whoever waits for that, every
    /// post waits too, so it waits for no long reader.
    /// </summary>
    /// <exception cref="PostgresException">A reader is in the way.</exception>
    public static void MakePartitions(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, "SET LOCAL lock_timeout = '250ms'");
        Execute(connection, $"SELECT make_journal_partitions({MonthsAhead})", seconds: 0);
        transaction.Commit();
    }

    /// <summary>The SQL of a migration.</summary>
    public static string Script(string name)
    {
        using var script = new StreamReader(typeof(PostgreSqlMigrator).Assembly.GetManifestResourceStream($"PostgreSql/{name}.sql")!);
        return script.ReadToEnd();
    }

    private static void Bring(NpgsqlConnection connection)
    {
        var applied = LastApplied(connection);
        if (string.CompareOrdinal(applied, Newest) > 0)
        {
            throw new StartupException($"A newer version of this server made the journal (its schema is {applied}, this version's is {Newest}). Start that version, or restore a backup from before the upgrade.");
        }

        // Nearly every start has nothing to do, and EF Core's first use costs most of a start's time.
        if (applied != Newest)
        {
            using var context = new PostgreSqlJournalContext(new DbContextOptionsBuilder<PostgreSqlJournalContext>().UseNpgsql(connection).Options);
            context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            context.Database.Migrate();
        }
    }

    /// <summary>The last migration that the database had; null if it has no tables.</summary>
    public static string? LastApplied(NpgsqlConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT to_regclass('"__EFMigrationsHistory"')::text""";
        if (command.ExecuteScalar() is not string)
        {
            return null;
        }

        command.CommandText = """SELECT max("MigrationId") FROM "__EFMigrationsHistory" """;
        return command.ExecuteScalar() as string;
    }

    private static void Execute(NpgsqlConnection connection, string sql, int seconds = 30)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = seconds;
        command.ExecuteNonQuery();
    }
}
