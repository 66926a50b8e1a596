using System.Globalization;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>
/// A row of the journal's state that asks for a rebuild and, while it is under way, says how far it is: any process can ask, the
/// replica that has the lease does it, and whoever has the lease next goes on with it.
/// </summary>
internal static class PostgreSqlRebuild
{
    private const string Name = "rebuild_projections";
    private const string Select = $"SELECT value FROM journal_state WHERE name = '{Name}'";

    public static void Request(PostgreSqlConnections connections)
    {
        using var command = connections.Readers.CreateCommand($"INSERT INTO journal_state (name, value) VALUES ('{Name}', '0 0') ON CONFLICT DO NOTHING");
        command.ExecuteNonQuery();
    }

    /// <summary>How far the rebuild is, and how far it has to come; zero of zero before it begins, null when it is done.</summary>
    public static (long Cursor, long Last)? Read(PostgreSqlConnections connections)
    {
        using var command = connections.Readers.CreateCommand(Select);
        return Parse(command.ExecuteScalar() as string);
    }

    /// <inheritdoc cref="Read(PostgreSqlConnections)"/>
    public static (long Cursor, long Last)? Read(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Select, connection);
        return Parse(command.ExecuteScalar() as string);
    }

    public static void Tell(NpgsqlConnection connection, long cursor, long last)
    {
        using var command = new NpgsqlCommand($"UPDATE journal_state SET value = $1 WHERE name = '{Name}'", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Create(CultureInfo.InvariantCulture, $"{cursor} {last}") });
        command.ExecuteNonQuery();
    }

    public static void Done(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand($"DELETE FROM journal_state WHERE name = '{Name}'", connection);
        command.ExecuteNonQuery();
    }

    private static (long Cursor, long Last)? Parse(string? value) => value?.Split(' ') is [var cursor, var last]
        ? (long.Parse(cursor, CultureInfo.InvariantCulture), long.Parse(last, CultureInfo.InvariantCulture))
        : null;
}
