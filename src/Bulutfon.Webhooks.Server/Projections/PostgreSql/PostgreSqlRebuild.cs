using System.Globalization;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Projections.PostgreSql;

/// <summary>
/// A row of the journal's state that asks for a rebuild and, while it is under way, says how far it is: any process can ask, the
/// replica that has the lease does it, and whoever has the lease next goes on with it. Each request has a token: one that takes the place
/// of another, because what was read for that may be deleted by now, begins anew.
/// </summary>
internal static class PostgreSqlRebuild
{
    /// <summary>The name of the row.</summary>
    public const string Name = "rebuild_projections";

    private const string IsOf = $"name = '{Name}' AND split_part(value, ' ', 3) = $1";
    private const string Select = $"SELECT value FROM journal_state WHERE name = '{Name}'";

    public static void Request(PostgreSqlConnections connections) => Request(connections, "DO NOTHING");

    /// <summary>Asks for one that reads nothing from before, also if one is under way.</summary>
    public static void RequestAnew(PostgreSqlConnections connections) => Request(connections, "(name) DO UPDATE SET value = excluded.value");

    /// <summary>How far the rebuild is, and how far it has to come; zero of zero before it begins, null when it is done.</summary>
    public static (long Cursor, long Last)? Read(PostgreSqlConnections connections)
    {
        using var command = connections.Readers.CreateCommand(Select);
        return Parse(command.ExecuteScalar() as string);
    }

    /// <summary>The request, and whether nobody has begun with it; null if nobody asks.</summary>
    public static (string Token, bool IsNew)? Find(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Select, connection);
        var value = command.ExecuteScalar() as string;
        return Parse(value) is { } progress ? (value!.Split(' ')[^1], progress is (0, 0)) : null;
    }

    /// <summary>False if another request took its place.</summary>
    public static bool Tell(NpgsqlConnection connection, string token, long cursor, long last)
    {
        using var command = new NpgsqlCommand($"UPDATE journal_state SET value = $2 WHERE {IsOf}", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = string.Create(CultureInfo.InvariantCulture, $"{cursor} {last} {token}") });
        return command.ExecuteNonQuery() == 1;
    }

    /// <inheritdoc cref="Tell"/>
    public static bool Done(NpgsqlConnection connection, string token)
    {
        using var command = new NpgsqlCommand($"DELETE FROM journal_state WHERE {IsOf}", connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token });
        return command.ExecuteNonQuery() == 1;
    }

    private static void Request(PostgreSqlConnections connections, string ifThere)
    {
        using var command = connections.Readers.CreateCommand($"INSERT INTO journal_state (name, value) VALUES ('{Name}', '0 0 ' || gen_random_uuid()) ON CONFLICT {ifThere}");
        command.ExecuteNonQuery();
    }

    private static (long Cursor, long Last)? Parse(string? value) => value?.Split(' ') is [var cursor, var last, ..]
        ? (long.Parse(cursor, CultureInfo.InvariantCulture), long.Parse(last, CultureInfo.InvariantCulture))
        : null;
}
