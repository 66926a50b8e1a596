using System.Net.Http.Json;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Telemetry;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Data.Sqlite;

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

        await Shell.RunAsync("sh", "-c", $"rm -rf '{server.JournalFile}'{suffix}");
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

    [SkippableTheory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task Write_ahead_log_that_is_deleted_while_nobody_posts_is_written_back_at_the_stop(string suffix)
    {
        OnlyOnLinux();
        using var folder = new TemporaryFolder();
        var server = RunningServer.Start(folder);
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        await Shell.RunAsync("rm", server.JournalFile + suffix);
        await server.DisposeAsync();

        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableFact]
    public async Task Write_ahead_log_that_is_deleted_while_nobody_posts_is_made_anew_with_all_that_was_answered()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        await Shell.RunAsync("rm", server.JournalFile + "-wal");
        await server.Log.WaitForIdAsync(LogEvents.CommitFailed);
        await server.AssertRecoversAsync();

        Assert.Equal(["wal_lost"], server.CausesTold());
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableTheory]
    [InlineData("0")]
    [InlineData("5000")]
    public async Task Write_ahead_log_that_is_cut_is_told_and_nothing_is_answered_into_it(string size)
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var lost = await server.PostAcceptedAsync("lost");

        await Shell.RunAsync("truncate", "-s", size, server.JournalFile + "-wal");
        await server.Log.WaitForIdAsync(LogEvents.CommitFailed);
        await server.AssertRecoversAsync();

        Assert.Equal(["file_changed"], server.CausesTold());
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["after"] = await server.PostAcceptedAsync("after") };
        Assert.True(accepted["after"] > lost);
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableFact]
    public async Task Write_ahead_log_that_is_emptied_while_a_reader_holds_it_is_told()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["kept"] = await server.PostAcceptedAsync("kept") };
        StoredCalls.Scalar(server.JournalFile, "PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var reader = new SqliteConnection($"Data Source={server.JournalFile};Pooling=False"))
        {
            // It reads the file alone, so that nothing may be written back into that.
            await reader.OpenAsync();
            await using var snapshot = reader.BeginTransaction(deferred: true);
            await using var read = reader.CreateCommand();
            (read.Transaction, read.CommandText) = (snapshot, "SELECT count(*) FROM journal");
            Assert.Equal(1L, await read.ExecuteScalarAsync());
            await server.PostAcceptedAsync("lost");

            await Shell.RunAsync("truncate", "-s", "0", server.JournalFile + "-wal");
            await server.Log.WaitForIdAsync(LogEvents.CommitFailed);
        }

        await server.AssertRecoversAsync();
        Assert.Equal(["file_changed"], server.CausesTold());
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableFact]
    public async Task Write_ahead_log_that_an_operator_writes_back_is_no_fault()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            accepted[$"call-{i}"] = await server.PostAcceptedAsync($"call-{i}");
            StoredCalls.Scalar(server.JournalFile, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        Assert.Empty(server.CausesTold());
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableFact]
    public async Task Older_copy_that_is_put_in_place_between_two_starts_is_told_and_no_id_is_given_twice()
    {
        OnlyOnLinux();
        using var folder = new TemporaryFolder();
        var server = RunningServer.Start(folder);
        var backup = server.JournalFile + ".backup";
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["in the copy"] = await server.PostAcceptedAsync("in the copy") };
        StoredCalls.Scalar(server.JournalFile, $"VACUUM INTO '{backup}'");
        var lost = await server.PostAcceptedAsync("after the copy");
        using (var reader = server.OperatorClient())
        {
            await reader.ReadAsync("/api/events?uuid=after+the+copy");
        }

        await server.DisposeAsync();
        File.Move(backup, server.JournalFile, overwrite: true);
        await using var next = RunningServer.Start(folder);

        Assert.Single(next.Log.WithId(LogEvents.JournalFellBack));
        accepted["after"] = await next.PostAcceptedAsync("after");
        Assert.True(accepted["after"] > lost);
        StoredCalls.AssertHold(next.JournalFile, accepted);
        using var client = next.OperatorClient();
        var found = await client.ReadAsync("/api/events");
        Assert.Equal(2, found.GetProperty("items").GetArrayLength());
    }

    [SkippableFact]
    public async Task Journal_that_is_deleted_with_all_its_files_while_nobody_posts_is_written_again_and_no_second_server_starts()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        await Shell.RunAsync("sh", "-c", $"rm -rf '{server.JournalFile}'*");
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

        // The watch over the files may see that they are gone before the post comes; then it is refused at once, and nothing is in doubt.
        const int Most = 20;
        for (var id = 2; id < Most; id++)
        {
            File.Move(server.JournalFile, away);
            await server.PostRefusedAsync($"in doubt {id}");
            File.Move(away, server.JournalFile);
            await server.AssertRecoversAsync();

            using var again = await server.PostAsync($"in doubt {id}");
            var receipt = await again.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();

            Assert.Equal(id, receipt.GetProperty("id").GetInt64());
            Assert.Equal(id, server.Journal.LastSequence);
            if (receipt.GetProperty("duplicate").GetBoolean())
            {
                return;
            }
        }

        Assert.Fail("No commit was in doubt.");
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

    [SkippableFact]
    public async Task Journal_that_was_deleted_is_kept_beside_another_that_took_its_place()
    {
        OnlyOnLinux();
        await using var another = RunningServer.Start();
        using var folder = new TemporaryFolder();
        var server = RunningServer.Start(folder);
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };

        await Shell.RunAsync("sh", "-c", $"rm '{server.JournalFile}' && cp '{another.JournalFile}' '{server.JournalFile}'");
        await server.DisposeAsync();

        Assert.Single(server.Log.WithId(LogEvents.JournalKeptBeside));
        StoredCalls.AssertHold(server.JournalFile + ".restored", accepted);
        Assert.Empty(StoredCalls.Read(server.JournalFile));
    }

    [SkippableTheory]
    [InlineData("truncate -s 0 '{0}'")]
    [InlineData("truncate -s 8192 '{0}'")]
    [InlineData(": > '{0}'")]
    [InlineData("dd if=/dev/urandom of='{0}' bs=4096 count=1 conv=notrunc status=none")]
    public async Task Journal_that_is_cut_or_overwritten_in_place_is_told_at_once_and_goes_on_when_it_is_put_back(string damage)
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };
        StoredCalls.Scalar(server.JournalFile, "PRAGMA wal_checkpoint(TRUNCATE)");
        accepted["in the log"] = await server.PostAcceptedAsync("in the log");
        var whole = server.JournalFile + ".whole";
        await Shell.RunAsync("cp", server.JournalFile, whole);

        await Shell.RunAsync("sh", "-c", string.Format(System.Globalization.CultureInfo.InvariantCulture, damage, server.JournalFile));
        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("file_changed");
        await Shell.RunAsync("sh", "-c", $"cat '{whole}' > '{server.JournalFile}'");

        await server.AssertRecoversAsync();
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
        Assert.False(StoredCalls.Read(server.JournalFile).ContainsKey("refused"));
    }

    [SkippableFact]
    public async Task Journal_that_is_cut_while_nobody_posts_is_told()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        await server.PostAcceptedAsync("before");

        await Shell.RunAsync("truncate", "-s", "0", server.JournalFile);
        await server.Log.WaitForIdAsync(LogEvents.CommitFailed);

        await server.AssertUnreadyAsync("file_changed");
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Database_that_is_copied_over_the_journal_is_told_and_opened_without_the_old_ones_log(bool ofAnother)
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        await using var another = RunningServer.Start();
        var copy = server.JournalFile + ".copy";
        for (var i = 0; i < 200; i++)
        {
            await another.PostAcceptedAsync($"another-{i}");
        }

        StoredCalls.Scalar(another.JournalFile, "PRAGMA wal_checkpoint(TRUNCATE)");
        await Shell.RunAsync("cp", ofAnother ? another.JournalFile : server.JournalFile, copy);
        var lost = 0L;
        for (var i = 0; i < 50; i++)
        {
            lost = await server.PostAcceptedAsync($"call-{i}");
        }

        StoredCalls.Scalar(server.JournalFile, "PRAGMA wal_checkpoint(TRUNCATE)");
        lost = await server.PostAcceptedAsync("in the log");
        await Shell.RunAsync("cp", copy, server.JournalFile);
        await server.PostRefusedAsync("refused");
        await server.AssertUnreadyAsync("file_changed");

        await server.AssertRecoversAsync();
        Assert.Single(server.Log.WithId(LogEvents.JournalReplaced));
        var after = await server.PostAcceptedAsync("after");
        Assert.True(after > lost);
        StoredCalls.AssertHold(server.JournalFile, new Dictionary<string, long>(StringComparer.Ordinal) { ["after"] = after });
        var stored = StoredCalls.Read(server.JournalFile);
        Assert.Equal(ofAnother, stored.ContainsKey("another-0"));
        Assert.False(stored.ContainsKey("in the log"));
        Assert.True(new FileInfo(server.JournalFile + ".kept-wal").Length > 0);
    }

    [SkippableFact]
    public async Task Stop_leaves_a_journal_that_was_cut_alone_and_the_next_start_makes_no_new_one_over_it()
    {
        OnlyOnLinux();
        using var folder = new TemporaryFolder();
        var server = RunningServer.Start(folder);
        await server.PostAcceptedAsync("before");

        await Shell.RunAsync("truncate", "-s", "0", server.JournalFile);
        await server.DisposeAsync();

        Assert.Equal(0, new FileInfo(server.JournalFile).Length);
        Assert.Single(server.Log.WithId(LogEvents.JournalOverwritten));
        Assert.True(new FileInfo(server.JournalFile + ".kept-wal").Length > 0);
        var refused = Assert.Throws<Bulutfon.Webhooks.Server.StartupException>(new SqliteJournalFiles(server.JournalFile).Make);
        Assert.Contains("held events", refused.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Log_of_a_journal_that_is_overwritten_again_is_kept_beside_the_first()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        await server.PostAcceptedAsync("before");
        StoredCalls.Scalar(server.JournalFile, "PRAGMA wal_checkpoint(TRUNCATE)");
        var copy = server.JournalFile + ".copy";
        await Shell.RunAsync("cp", server.JournalFile, copy);
        for (var i = 0; i < 2; i++)
        {
            for (var call = 0; call < 50; call++)
            {
                await server.PostAcceptedAsync($"in the file {i} {call}");
            }

            StoredCalls.Scalar(server.JournalFile, "PRAGMA wal_checkpoint(TRUNCATE)");
            await server.PostAcceptedAsync($"in the log {i}");
            await Shell.RunAsync("cp", copy, server.JournalFile);
            await server.PostRefusedAsync("refused");
            await server.AssertRecoversAsync();
        }

        foreach (var (suffix, call) in new[] { (".kept-wal", "in the log 0"), (".kept-wal-2", "in the log 1") })
        {
            Assert.Contains(call, await File.ReadAllTextAsync(server.JournalFile + suffix), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task What_another_SQLite_does_to_the_journal_is_no_damage()
    {
        OnlyOnLinux();
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < 50; i++)
        {
            accepted[$"call-{i}"] = await server.PostAcceptedAsync($"call-{i}");
        }

        StoredCalls.Scalar(server.JournalFile, "CREATE TABLE ballast (x); INSERT INTO ballast VALUES (zeroblob(3000000)); PRAGMA wal_checkpoint(TRUNCATE)");
        accepted["large"] = await server.PostAcceptedAsync("large");
        var large = new FileInfo(server.JournalFile).Length;
        foreach (var deed in new[] { "DROP TABLE ballast", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(PASSIVE)" })
        {
            StoredCalls.Scalar(server.JournalFile, deed);
            accepted[deed] = await server.PostAcceptedAsync($"{deed} {accepted.Count}");
            accepted.Remove(deed);
        }

        Assert.True(new FileInfo(server.JournalFile).Length < large);
        Assert.Empty(server.CausesTold());
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    private static void OnlyOnLinux() => Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere an open file cannot be deleted, or has no number to tell it by.");
}
