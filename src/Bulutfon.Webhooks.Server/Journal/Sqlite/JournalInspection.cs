using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>What a journal's file holds, and whether it is whole.</summary>
/// <param name="Damage">What is wrong with it; empty if nothing is.</param>
/// <param name="Events">How many events.</param>
/// <param name="LastSequence">The highest id of an event; 0 if there is none.</param>
/// <param name="Rejections">How many rejections.</param>
/// <param name="Schema">The migration that its tables are of; null if it is no journal.</param>
internal sealed record JournalInspection(IReadOnlyList<string> Damage, long Events, long LastSequence, long Rejections, string? Schema)
{
    private const int MostTold = 20;

    public bool IsWhole => Damage.Count == 0;

    /// <summary>Reads the whole file, while a server may be writing.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static JournalInspection Of(string file)
    {
        try
        {
            using var connection = JournalCopy.Open(file, SqliteOpenMode.ReadOnly);
            using var snapshot = connection.BeginTransaction(deferred: true);
            var damage = Damages(connection);
            return damage.Count == 0 ? Whole(connection) : Damaged(damage);
        }
        catch (SqliteException exception) when (IsDamage(exception))
        {
            return Damaged([exception.Message]);
        }
    }

    private static List<string> Damages(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA integrity_check({MostTold})";
        using var rows = command.ExecuteReader();
        var damage = new List<string>();
        while (rows.Read())
        {
            damage.Add(rows.GetString(0));
        }

        return damage is ["ok"] ? [] : damage;
    }

    private static JournalInspection Whole(SqliteConnection connection)
    {
        var schema = SqliteMigrator.LastApplied(connection);
        return schema is null
            ? Damaged(["It has no tables of a journal."])
            : new([], Count("count(*) FROM journal"), Count("coalesce(max(id), 0) FROM journal"), Count("count(*) FROM rejections"), schema);

        long Count(string what) => (long)SqlitePragmas.Scalar(connection, $"SELECT {what}")!;
    }

    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    public static JournalInspection Damaged(IReadOnlyList<string> damage) => new(damage, 0, 0, 0, Schema: null);
}
