using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Outbound.Live;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Verbs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulutfon.Webhooks.Server.Tests.Verbs;

/// <summary>A restore that is cut off at any step loses nothing, and is finished by the next.</summary>
[Trait("Store", "Sqlite")]
public sealed class RestoreStepsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _elsewhere = new();

    public static readonly TheoryData<string> Steps = ["mark", "projections", "move ", "move -wal", "move -shm", "place", "unmark"];

    private SqliteJournalFiles Files => SqliteJournalFiles.At(_folder.File("journal.db"), Environment.CurrentDirectory);

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_restore_cut_off_at_a_step_is_refused_or_finished_and_loses_nothing(string step)
    {
        await FillAsync(_elsewhere, "backed-up");
        await FillAsync(_folder, "backed-up", "later", "last");
        LeaveALog();

        Assert.Throws<CutOffException>(() => Restore.Run(Files, _elsewhere.File("journal.db"), TimeProvider.System, at =>
        {
            if (at == step)
            {
                throw new CutOffException();
            }
        }));

        if (!File.Exists(Files.Journal))
        {
            var refusal = Assert.Throws<Bulutfon.Webhooks.Server.StartupException>(Files.Make);
            Assert.Contains("restore FILE", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, Restore.Run(Files, _elsewhere.File("journal.db"), TimeProvider.System));

        Assert.False(File.Exists(Files.RestoreMark) || File.Exists(Files.Restoring));
        await using (var server = RunningServer.Start(_folder))
        {
            using var reader = server.OperatorClient();
            Assert.Equal(1, Assert.Single(await reader.ReadIdsAsync("/api/events")));
        }

        // What was replaced is whole, with its log.
        var aside = Directory.GetFiles(_folder.FullPath, "journal.db.before-restore-*").Where(file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal));
        Assert.Contains(aside, file => JournalInspection.Of(file) is { IsWhole: true, Events: 3 });
    }

    [Fact]
    public async Task Readers_of_streams_miss_no_event_after_a_restore()
    {
        await FillAsync(_elsewhere, "backed-up");
        await FillAsync(_folder, "backed-up", "later", "last");
        Assert.Equal(0, Restore.Run(Files, _elsewhere.File("journal.db"), TimeProvider.System));

        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        await using var stream = await EventStream.OpenAsync(server, lastEventId: "3");
        var id = await hook.PostAsync(EventsClient.Event("after", 1435762860));

        Assert.Equal(4, id);
        Assert.Equal(4, Assert.Single(await stream.NextIdsAsync(1)));
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    [InlineData(".restoring")]
    [InlineData(".restoring-to")]
    [InlineData(".kept-wal")]
    [InlineData(".restored")]
    [InlineData(".before-restore-20260101T000000Z")]
    public async Task A_missing_journal_beside_what_shows_that_there_was_one_is_refused(string suffix)
    {
        var left = Files.Journal + suffix;
        await File.WriteAllTextAsync(left, "events");

        var (exitCode, _, error) = await ServerProcess.RunAsync([], null, ("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Journal", $"Data Source={Files.Journal}"));

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains("restore FILE", error, StringComparison.Ordinal);
        Assert.Equal("events", await File.ReadAllTextAsync(left));
        Assert.False(File.Exists(Files.Journal));
    }

    /// <summary>The command itself, ended by SIGKILL at its first, second, third … change of a file's name, and gone on with by the same command.</summary>
    [SkippableTheory]
    [InlineData("rename,renameat,renameat2")]
    [InlineData("unlink,unlinkat")]
    [InlineData("fsync,fdatasync")]
    public async Task A_restore_killed_again_and_again_is_finished_and_loses_nothing(string calls)
    {
        const string Tracer = "/usr/bin/strace";
        Skip.IfNot(File.Exists(Tracer) || Environment.GetEnvironmentVariable("CI") is "true", $"{Tracer} kills it at a system call.");
        await FillAsync(_elsewhere, "backed-up");
        await FillAsync(_folder, "backed-up", "later", "last");
        LeaveALog();

        var killed = 0;
        for (var call = 1; ; call++)
        {
            Assert.InRange(call, 1, 60);
            using var process = ServerProcess.Start(
                [Tracer, "-f", "-qq", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=SIGKILL:when={call}"],
                [Restore.Name, _elsewhere.File("journal.db"), $"--ConnectionStrings:Journal=Data Source={Files.Journal}"],
                []);
            process.StandardInput.Close();
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode == 0)
            {
                break;
            }

            Assert.Equal("", error);
            killed++;
            if (!File.Exists(Files.Journal))
            {
                Assert.Throws<Bulutfon.Webhooks.Server.StartupException>(Files.Make);
            }
        }

        Assert.NotEqual(0, killed);
        Assert.False(File.Exists(Files.RestoreMark) || File.Exists(Files.Restoring));
        Assert.Equal(1, JournalInspection.Of(Files.Journal).Events);
        Assert.Contains(LeftBehind.Replaced(Files), file => JournalInspection.Of(file) is { IsWhole: true, Events: 3 });
        Assert.Equal("x", Marked(Assert.Single(LeftBehind.Replaced(Files), file => JournalInspection.Of(file).Events == 3)));
        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        Assert.InRange(await hook.PostAsync(EventsClient.Event("after", 1435762860)), 4, long.MaxValue);
    }

    [Fact]
    public async Task What_was_replaced_can_be_restored_with_its_log_after_a_cut()
    {
        await FillAsync(_elsewhere, "backed-up");
        await FillAsync(_folder, "backed-up", "later", "last");
        LeaveALog();
        Assert.Throws<CutOffException>(() => Restore.Run(Files, _elsewhere.File("journal.db"), TimeProvider.System, at =>
        {
            if (at == "move -wal")
            {
                throw new CutOffException();
            }
        }));

        Assert.Equal(0, Restore.Run(Files, Assert.Single(LeftBehind.Replaced(Files)), TimeProvider.System));

        Assert.Equal("x", Marked(Files.Journal));
    }

    [Fact]
    public async Task Where_the_journal_before_is_missing_a_million_ids_are_left_out()
    {
        await FillAsync(_elsewhere, "backed-up");

        Assert.Equal(0, Restore.Run(Files, _elsewhere.File("journal.db"), TimeProvider.System));

        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        Assert.Equal(1_000_002, await hook.PostAsync(EventsClient.Event("after", 1435762860)));
    }

    [Fact]
    public async Task What_a_restore_had_copied_is_no_backup()
    {
        await FillAsync(_elsewhere, "backed-up");
        File.Copy(_elsewhere.File("journal.db"), Files.Restoring);

        Assert.Equal(StartupCheck.CannotOpenJournal, Restore.Run(Files, Files.Restoring, TimeProvider.System));

        Assert.True(File.Exists(Files.Restoring));
    }

    [Fact]
    public async Task A_start_beside_a_running_restore_takes_nothing_from_it()
    {
        await FillAsync(_elsewhere, "backed-up");
        await FillAsync(_folder, "backed-up", "later");
        var refused = 0;

        var exitCode = Restore.Run(Files, _elsewhere.File("journal.db"), TimeProvider.System, _ =>
        {
            Assert.Throws<JournalInUseException>(() => new SqliteJournal(
                Files, new JournalOptions(), maxRejections: 0, new CommitHealth(TimeProvider.System, NullLogger<CommitHealth>.Instance), TimeProvider.System, NullLogger<SqliteJournal>.Instance));
            refused++;
        });

        Assert.Equal(0, exitCode);
        Assert.InRange(refused, 5, 7);
        Assert.Single(LeftBehind.Replaced(Files));
    }

    private static string? Marked(string journal)
    {
        using var connection = JournalCopy.Open(journal, SqliteOpenMode.ReadOnly);
        return SqlitePragmas.Scalar(connection, "SELECT value FROM journal_state WHERE name = 'test'") as string;
    }

    /// <summary>A log and its index beside the journal, as a server leaves them that was killed.</summary>
    private void LeaveALog()
    {
        var copies = new List<(string File, byte[] Bytes)>();
        using (var connection = JournalCopy.Open(Files.Journal, SqliteOpenMode.ReadWrite))
        {
            SqlitePragmas.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; INSERT OR REPLACE INTO journal_state (name, value) VALUES ('test', 'x')");
            foreach (var file in new[] { Files.Wal, Files.WalIndex })
            {
                using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new byte[source.Length];
                source.ReadExactly(bytes);
                copies.Add((file, bytes));
            }
        }

        foreach (var (file, bytes) in copies)
        {
            File.WriteAllBytes(file, bytes);
        }
    }

    private static async Task FillAsync(TemporaryFolder folder, params string[] uuids)
    {
        await using var server = RunningServer.Start(folder);
        using var hook = server.HookClient();
        foreach (var (index, uuid) in uuids.Index())
        {
            await hook.PostAsync(EventsClient.Event(uuid, 1435762851 + index));
        }
    }

    private sealed class CutOffException : Exception;
}
