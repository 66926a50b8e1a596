using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.PostgreSql;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Npgsql;

namespace Bulutfon.Webhooks.Server.Verbs;

/// <summary>
/// <c>skip-ids</c>: leaves a million ids out, while no server runs. After a <c>pg_restore</c>, or a file that was put in place by hand, the journal would give ids again
/// that readers of streams have seen, and they would pass over the new events without a word.
/// </summary>
internal static class SkipIds
{
    public const string Name = "skip-ids";

    private const string OnDatabase = $"""
        INSERT INTO journal_state (name, value)
        SELECT '{StateRow.HighestSequence}', (greatest(
            coalesce((SELECT max(id) FROM journal), 0),
            coalesce((SELECT value::bigint FROM journal_state WHERE name = '{StateRow.HighestSequence}'), 0)) + $1)::text
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        RETURNING value::bigint
        """;

    public static async Task<int> RunAsync(string[] settings, TimeProvider time)
    {
        using var connections = VerbJournal.FindDatabase(settings, out var error);
        if (connections is not null)
        {
            return await RunAsync(connections, time);
        }

        return error is null && VerbJournal.Find(settings, onPostgreSql: "", out error) is { } files
            ? Run(files)
            : Verb.Fail(error!, StartupCheck.ConfigurationError);
    }

    private static int Run(SqliteJournalFiles files)
    {
        if (JournalAccess.Problem(files.Journal) is { } problem)
        {
            return Verb.Fail(problem, StartupCheck.CannotOpenJournal);
        }

        files.MakeLock();
        using var held = JournalLock.Take(files);
        if (SequenceOf.Read(files.Journal) is not { } last)
        {
            return Verb.Fail($"The journal {files.Journal} cannot be read. Run check, and restore a backup.", Verb.Failed);
        }

        return Say(SequenceOf.KeepAbove(files.Journal, last + SequenceOf.Skipped, last));
    }

    private static async Task<int> RunAsync(PostgreSqlConnections connections, TimeProvider time)
    {
        // Refuses while servers use the journal, which have the next id in memory.
        await using var alone = await PostgreSqlJournalEnd.OpenAsync(connections, isTarget: false, time);
        await using var connection = connections.OpenUnshared();
        await using var command = new NpgsqlCommand(OnDatabase, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = SequenceOf.Skipped });
        return Say((long)(await command.ExecuteScalarAsync())! + 1);
    }

    private static int Say(long next)
    {
        Console.Out.WriteLine(FormattableString.Invariant($"New events get ids from {next} on."));
        return 0;
    }
}
