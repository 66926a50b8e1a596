using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>
/// The projections of replicas of another version, each of which has a schema and, of the same name, a lease that one of its replicas
/// renews every few seconds as long as any runs. Dropped by mistake they are made anew.
/// </summary>
internal static class OtherVersions
{
    private const string Names = $"SELECT nspname::text FROM pg_namespace WHERE nspname ~ '{DatabaseFacts.ProjectionSchemas}' AND nspname <> ALL ($1)";

    /// <summary>The schema that a rebuild fills has the lease of the one whose place it takes.</summary>
    private const string LeaseOfName = "regexp_replace(s.name, '_new$', '')";

    /// <summary>One whose lease nobody knows has its hour too.</summary>
    private const string BeginHour = $"INSERT INTO leases (name, owner, expires_at) SELECT DISTINCT {LeaseOfName}, '', clock_timestamp() FROM ({Names}) AS s (name) ON CONFLICT DO NOTHING";

    private const string Unused = $"SELECT s.name FROM ({Names}) AS s (name) JOIN leases l ON l.name = {LeaseOfName} WHERE l.expires_at < clock_timestamp() - interval '1 hour'";

    public static void Drop(NpgsqlConnection connection, string[] own) => Drop(connection, Find(connection, Names, own));

    /// <summary>Drops those that no replica had the lease of for an hour. What is in the way has time until the next look.</summary>
    public static void DropUnused(NpgsqlConnection connection, string[] own)
    {
        try
        {
            using var transaction = connection.BeginTransaction();
            using (var alone = new NpgsqlCommand($"SET LOCAL lock_timeout = '250ms'; SELECT pg_advisory_xact_lock({AdvisoryLocks.Projections})", connection))
            {
                alone.ExecuteNonQuery();
            }

            using (var begin = new NpgsqlCommand(BeginHour, connection))
            {
                begin.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = own });
                begin.ExecuteNonQuery();
            }

            Drop(connection, Find(connection, Unused, own));
            transaction.Commit();
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // Rolled back.
        }
    }

    private static List<string> Find(NpgsqlConnection connection, string sql, string[] own)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = own });
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static void Drop(NpgsqlConnection connection, List<string> schemas)
    {
        foreach (var schema in schemas)
        {
            using var command = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {schema} CASCADE", connection);
            command.ExecuteNonQuery();
        }
    }
}
