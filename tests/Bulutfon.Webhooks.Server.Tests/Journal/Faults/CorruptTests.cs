using System.Globalization;
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
        WriteBackAndForget(server.JournalFile);
        var whole = server.JournalFile + ".whole";
        await Shell.RunAsync("cp", server.JournalFile, whole);
        var pages = new FileInfo(whole).Length / PageSize;

        // All but the first page: which one the next commit needs, is SQLite's.
        await Shell.RunAsync("dd", "if=/dev/urandom", $"of={server.JournalFile}", $"bs={PageSize}", "seek=1", $"count={pages - 1}", "conv=notrunc", "status=none");
        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("corrupt");
        Assert.Contains("PRAGMA integrity_check", Assert.Single(server.Log.WithId(LogEvents.CommitFailed)).RenderMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await Shell.RunAsync("dd", $"if={whole}", $"of={server.JournalFile}", "conv=notrunc", "status=none");

        await server.AssertRecoversAsync();
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    /// <summary>Another's commit makes the server's connections forget their copies of the pages, so that they read the file.</summary>
    private static void WriteBackAndForget(string journal)
    {
        using var other = new SqliteConnection($"Data Source={journal};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "INSERT INTO journal_state VALUES ('other', '1'); PRAGMA wal_checkpoint(TRUNCATE);";
        command.ExecuteNonQuery();
    }
}
