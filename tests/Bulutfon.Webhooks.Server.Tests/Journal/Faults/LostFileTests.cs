using System.Net.Http.Json;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Telemetry;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>Files that are moved, deleted or replaced under the running server.</summary>
public sealed class LostFileTests
{
    [SkippableFact]
    public async Task Journal_that_is_moved_away_is_a_503_and_holds_all_when_it_is_moved_back()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };
        var away = server.JournalFile + ".away";

        await Shell.RunAsync("mv", server.JournalFile, away);
        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("file_missing");
        Assert.False(File.Exists(server.JournalFile));
        Assert.True(StoredCalls.Read(away).ContainsKey("before"));
        await Shell.RunAsync("mv", away, server.JournalFile);

        await server.AssertRecoversAsync();
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("*")]
    public async Task Journal_that_is_deleted_is_written_again_with_all_that_was_answered(string suffix)
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            accepted[$"call-{i}"] = await server.PostAcceptedAsync($"call-{i}");
        }

        await Shell.RunAsync("sh", "-c", $"rm -f '{server.JournalFile}'{suffix}");
        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("file_missing");

        await server.AssertRecoversAsync();
        Assert.Single(server.Log.WithId(LogEvents.JournalRestored));
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(server.JournalFile));
    }

    [SkippableFact]
    public async Task Journal_that_is_deleted_while_nobody_posts_is_written_again_at_the_stop()
    {
        OnlyOnLinux();
        using var folder = new TemporaryFolder();
        var server = RunningServer.Start(folder);
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        await Shell.RunAsync("rm", server.JournalFile);
        await server.DisposeAsync();

        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableFact]
    public async Task Journal_that_is_deleted_with_all_its_files_while_nobody_posts_is_written_again_and_no_second_server_starts()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        await Shell.RunAsync("sh", "-c", $"rm -f '{server.JournalFile}'*");
        await server.Log.WaitForIdAsync(LogEvents.JournalRestored);

        Assert.Throws<JournalInUseException>(() => JournalLock.Take(new SqliteJournalFiles(server.JournalFile)));
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableFact]
    public async Task Journal_behind_a_link_that_is_deleted_is_written_again()
    {
        OnlyOnLinux();
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("real"));
        Directory.CreateSymbolicLink(folder.File("link"), folder.File("real"));
        var journal = Path.Combine(folder.File("link"), "journal.db");
        await using (var server = RunningServer.Start(settings: ("ConnectionStrings:Journal", $"Data Source={journal}")))
        {
            var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

            await Shell.RunAsync("rm", journal);
            await server.PostRefusedAsync("refused");
            await server.AssertRecoversAsync();

            accepted["after"] = await server.PostAcceptedAsync("after");
            StoredCalls.AssertHold(journal, accepted);
        }
    }

    [SkippableFact]
    public async Task Event_whose_commit_was_in_doubt_is_followed_when_it_is_posted_again()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        await server.PostAcceptedAsync("before");
        var away = server.JournalFile + ".away";
        await Shell.RunAsync("mv", server.JournalFile, away);
        await server.PostRefusedAsync("in doubt");
        await Shell.RunAsync("mv", away, server.JournalFile);
        await server.AssertRecoversAsync();

        using var again = await server.PostAsync("in doubt");
        var receipt = await again.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();

        Assert.True(receipt.GetProperty("duplicate").GetBoolean());
        Assert.Equal(2, receipt.GetProperty("id").GetInt64());
        Assert.Equal(2, server.Journal.LastSequence);
    }

    [SkippableFact]
    public async Task Backup_that_is_put_in_the_journals_place_is_opened_and_no_id_is_given_twice()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var backup = server.JournalFile + ".backup";
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["in the backup"] = await server.PostAcceptedAsync("in the backup") };
        StoredCalls.Scalar(server.JournalFile, $"VACUUM INTO '{backup}'");
        var lost = await server.PostAcceptedAsync("after the backup");

        await Shell.RunAsync("sh", "-c", $"rm '{server.JournalFile}' && cp '{backup}' '{server.JournalFile}'");
        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("file_replaced", "file_missing");
        await server.AssertRecoversAsync();

        Assert.Single(server.Log.WithId(LogEvents.JournalReplaced));
        accepted["after"] = await server.PostAcceptedAsync("after");
        Assert.True(accepted["after"] > lost);
        StoredCalls.AssertHold(server.JournalFile, accepted);
        Assert.False(StoredCalls.Read(server.JournalFile).ContainsKey("after the backup"));
    }

    [SkippableTheory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task Deleted_write_ahead_log_loses_nothing(string suffix)
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        await Shell.RunAsync("rm", server.JournalFile + suffix);
        await server.PostRefusedAsync("refused");
        await server.AssertRecoversAsync();

        Assert.Equal(["wal_lost"], server.CausesTold());
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
        Assert.True(File.Exists(server.JournalFile + suffix));
    }

    private static void OnlyOnLinux() => Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere an open file cannot be deleted, or has no number to tell it by.");
}
