using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Outbound.Live;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Verbs;

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
    [InlineData(".restoring")]
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

    /// <summary>A log and its index beside the journal, as a server leaves them that was killed.</summary>
    private void LeaveALog()
    {
        var copies = new List<(string File, byte[] Bytes)>();
        using (var connection = JournalCopy.Open(Files.Journal, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite))
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
