using System.Globalization;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

public sealed class CorruptTests
{
    private const int PageSize = 4096;

    [Fact]
    public async Task Damaged_page_is_a_503_that_says_what_to_do_and_ends_with_the_repair()
    {
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        // All but the first page: which one the next commit needs, is SQLite's.
        var pages = (long)StoredCalls.Scalar(server.JournalFile, "PRAGMA page_count")!;
        await DamageAsync(server.JournalFile, "/dev/urandom", first: 1, pages - 1);
        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("corrupt");
        Assert.Contains("PRAGMA integrity_check", Assert.Single(server.Log.WithId(LogEvents.CommitFailed)).RenderMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await RepairAsync(server.JournalFile);

        await server.AssertRecoversAsync();
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [Fact]
    public async Task Damaged_index_of_the_journal_does_not_look_sound_when_nobody_posts()
    {
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };
        var page = (long)StoredCalls.Scalar(server.JournalFile, "SELECT rootpage FROM sqlite_schema WHERE name = 'ux_journal_identity'")!;

        // Zeros are no page of an index.
        await DamageAsync(server.JournalFile, "/dev/zero", page - 1, count: 1);
        await server.PostRefusedAsync("refused");
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await server.Journal.ProbeAsync());
        await server.AssertUnreadyAsync("corrupt");
        await RepairAsync(server.JournalFile);

        await server.AssertRecoversAsync();
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    /// <summary>
    /// Within a transaction of another's, so that the server does nothing meanwhile, and its connections forget their copies of the pages with
    /// that one's commit.
    /// </summary>
    private static async Task DamageAsync(string journal, string source, long first, long count)
    {
        await using var other = new SqliteConnection($"Data Source={journal};Pooling=False");
        await other.OpenAsync();
        Execute(other, "PRAGMA wal_checkpoint(TRUNCATE); BEGIN IMMEDIATE");
        while (new FileInfo(journal + "-wal").Length > 0)
        {
            Execute(other, "ROLLBACK; PRAGMA wal_checkpoint(TRUNCATE); BEGIN IMMEDIATE");
        }

        Execute(other, "INSERT INTO journal_state VALUES ('other', '1')");
        await Shell.RunAsync("cp", journal, journal + ".whole");
        await Shell.RunAsync("dd", $"if={source}", $"of={journal}", $"bs={PageSize}", $"seek={first}", $"count={count}", "conv=notrunc", "status=none");
        Execute(other, "COMMIT");
    }

    private static Task RepairAsync(string journal) => Shell.RunAsync("dd", $"if={journal}.whole", $"of={journal}", "conv=notrunc", "status=none");

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
