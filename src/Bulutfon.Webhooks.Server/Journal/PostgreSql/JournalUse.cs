using Npgsql;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>What keeps servers and copies apart: every session that writes shares a lock, which a copy has alone.</summary>
internal static class JournalUse
{
    /// <summary>Holds the lock to the end of the session.</summary>
    /// <exception cref="JournalCopiedException">A copy is being made, or is not finished.</exception>
    public static void Take(NpgsqlConnection connection)
    {
        // The mark is looked at under the lock: behind it, no copy can begin.
        if (!Ask(connection, $"SELECT pg_try_advisory_lock_shared({AdvisoryLocks.Use})"))
        {
            throw new JournalCopiedException("The journal in the database is being copied. Wait until that is done.");
        }

        if (Ask(connection, $"SELECT EXISTS (SELECT FROM journal_state WHERE name = '{StateRow.Copy}')"))
        {
            Release(connection);
            throw new JournalCopiedException("The journal in the database is half a copy, whose making was cut off. Run the verb 'copy-journal' again, which goes on where it was; or begin anew with an empty database.");
        }
    }

    public static void Release(NpgsqlConnection connection) => Ask(connection, $"SELECT pg_advisory_unlock_shared({AdvisoryLocks.Use})");

    private static bool Ask(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar() is true;
    }
}

/// <summary>No server writes while a copy is made, or on half a copy.</summary>
internal sealed class JournalCopiedException(string message) : StartupException(message);
