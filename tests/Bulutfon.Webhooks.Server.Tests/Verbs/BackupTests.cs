using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Journal.Faults;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Bulutfon.Webhooks.Server.Verbs;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Tests.Verbs;

public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _elsewhere = new();

    private string BackupFile => _elsewhere.File("backup.db");

    public void Dispose()
    {
        _folder.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task A_backup_under_load_restored_elsewhere_holds_every_event_answered_before_it_began()
    {
        var answered = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        KeyValuePair<string, long>[] before;
        await using (var server = RunningServer.Start(_folder))
        {
            using var hook = server.HookClient();
            using var enough = new CancellationTokenSource();
            using var begun = new SemaphoreSlim(0);
            var posting = Enumerable.Range(0, 8).Select(poster => PostAsync(hook, poster, answered, begun, enough.Token)).ToArray();
            await WaitForAsync(begun, 400);
            before = answered.ToArray(); // its own, as one moment

            Assert.Equal(0, (await RunAsync(_folder, Backup.Name, BackupFile)).ExitCode);
            await WaitForAsync(begun, 8);
            await enough.CancelAsync();
            await Task.WhenAll(posting);
        }

        Assert.Equal(0, (await RunAsync(_elsewhere, Restore.Name, BackupFile)).ExitCode);
        await using var restored = RunningServer.Start(_elsewhere);
        using var viewer = restored.OperatorClient();
        foreach (var (uuid, id) in before)
        {
            var stored = await viewer.GetJsonAsync($"/api/events/{id}");
            Assert.Equal(uuid, stored.GetProperty("event").GetProperty("uuid").GetString());
        }

        Assert.True(before.Length >= 400);
    }

    [Fact]
    public async Task A_backup_is_one_file_for_its_owner_alone_and_says_what_it_holds()
    {
        await FillAsync(_folder, "u-1", "u-2");

        var (exitCode, output, error) = await RunAsync(_folder, Backup.Name, BackupFile);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("2 events (the last has the id 2), 0 rejections", output, StringComparison.Ordinal);
        Assert.Equal([BackupFile], Directory.GetFiles(_elsewhere.FullPath));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(BackupFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        await FillAsync(_folder, "u-1");
        await File.WriteAllTextAsync(BackupFile, "precious");

        var (exitCode, _, error) = await RunAsync(_folder, Backup.Name, BackupFile);

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains("Nothing is overwritten", error, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(BackupFile));
    }

    [Theory]
    [InlineData("", "is a folder")]
    [InlineData("none/backup.db", "There is no folder")]
    public async Task A_backup_that_has_no_place_says_so_and_leaves_nothing(string target, string reason)
    {
        await FillAsync(_folder, "u-1");

        var (exitCode, _, error) = await RunAsync(_folder, Backup.Name, Path.Combine(_elsewhere.FullPath, target));

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_elsewhere.FullPath));
        Assert.False(File.Exists(_elsewhere.FullPath + ".partial"));
    }

    [SkippableTheory]
    [InlineData("64k")]
    [InlineData("1m")] // room for what SQLite begins with beside the copy
    public async Task A_backup_onto_a_full_disk_says_so_and_leaves_nothing(string room)
    {
        await FillAsync(_folder, [.. Enumerable.Range(0, 100).Select(number => $"u-{number}")]);
        await using (var journal = new SqliteConnection($"Data Source={_folder.File("journal.db")};Pooling=False"))
        {
            await journal.OpenAsync();
            await using var fill = journal.CreateCommand();
            fill.CommandText = "CREATE TABLE filler AS SELECT zeroblob(8000000) AS bytes";
            await fill.ExecuteNonQueryAsync();
        }

        await Shell.RequireAsync("mount", "-t", "tmpfs", "-o", $"size={room}", "bulutfon-test", _elsewhere.FullPath);
        try
        {
            var (exitCode, _, error) = await RunAsync(_folder, Backup.Name, BackupFile);

            Assert.Equal(Verb.Failed, exitCode);
            Assert.Contains("whether there is room", error, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_elsewhere.FullPath));
        }
        finally
        {
            await Shell.RunAsync("umount", "-l", _elsewhere.FullPath);
        }
    }

    [Fact]
    public async Task A_damaged_journal_is_told_and_not_backed_up()
    {
        await FillAsync(_folder, [.. Enumerable.Range(0, 100).Select(number => $"u-{number}")]);
        Damage(_folder.File("journal.db"));

        var backup = await RunAsync(_folder, Backup.Name, BackupFile);
        var check = await RunAsync(_folder, Check.Name);

        Assert.Equal((Verb.Failed, Verb.Failed), (backup.ExitCode, check.ExitCode));
        Assert.Contains("damaged", backup.Error, StringComparison.Ordinal);
        Assert.Contains("damaged", check.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_elsewhere.FullPath));
    }

    [Fact]
    public async Task Where_there_is_no_journal_nothing_is_made()
    {
        var backup = await RunAsync(_folder, Backup.Name, BackupFile);
        var check = await RunAsync(_folder, Check.Name);

        Assert.Equal((StartupCheck.CannotOpenJournal, StartupCheck.CannotOpenJournal), (backup.ExitCode, check.ExitCode));
        Assert.Empty(Directory.GetFiles(_folder.FullPath));
        Assert.Empty(Directory.GetFiles(_elsewhere.FullPath));
    }

    [Fact]
    public async Task A_restore_is_refused_while_a_server_has_the_journal()
    {
        await FillAsync(_folder, "u-1");
        await RunAsync(_folder, Backup.Name, BackupFile);
        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        await hook.PostAsync(EventsClient.Event("u-2", 1435762852));

        var (exitCode, _, error) = await RunAsync(_folder, Restore.Name, BackupFile);

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains("Another server is using the journal", error, StringComparison.Ordinal);
        Assert.Equal(2, server.Journal.LastSequence);
    }

    [Fact]
    public async Task A_restore_keeps_what_it_replaces_and_makes_the_projections_anew()
    {
        await FillAsync(_folder, "u-1");
        await RunAsync(_folder, Backup.Name, BackupFile);
        await FillAsync(_folder, "u-2", "u-3");

        var (exitCode, output, error) = await RunAsync(_folder, Restore.Name, BackupFile);

        Assert.Equal((0, ""), (exitCode, error));
        var aside = Assert.Single(Directory.GetFiles(_folder.FullPath, "*.before-restore-*Z"));
        Assert.Contains(aside, output, StringComparison.Ordinal);
        Assert.Equal(3, JournalInspection.Of(aside).Events);
        Assert.False(File.Exists(_folder.File("journal.db.read.db")));
        new SqliteJournalFiles(_folder.File("journal.db")).ForgetReaders(); // those of the server that ran in this process
        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        using var viewer = server.OperatorClient();
        await hook.PostAsync(EventsClient.Event("u-4", 1435762854));
        var found = await viewer.GetJsonAsync("/api/events?hook=default&order=asc");
        Assert.Equal(["u-1", "u-4"], found.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("event").GetProperty("uuid").GetString()));
    }

    [Theory]
    [InlineData("no database at all", "damaged")]
    [InlineData("", "no tables of a journal")]
    public async Task What_is_no_backup_is_not_restored(string content, string reason)
    {
        await FillAsync(_folder, "u-1");
        await File.WriteAllTextAsync(BackupFile, content);

        var (exitCode, _, error) = await RunAsync(_folder, Restore.Name, BackupFile);

        Assert.Equal(Verb.Failed, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Equal(1, JournalInspection.Of(_folder.File("journal.db")).Events);
        Assert.Empty(Directory.GetFiles(_folder.FullPath, "*restor*"));
    }

    [Fact]
    public async Task A_folder_is_no_backup_and_is_called_what_it_is()
    {
        var (exitCode, _, error) = await RunAsync(_folder, Restore.Name, _elsewhere.FullPath);

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.StartsWith($"{_elsewhere.FullPath} is a folder", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Backup.Name, "backup.db")]
    [InlineData(Restore.Name, "backup.db")]
    [InlineData(Check.Name)]
    public async Task A_journal_that_is_a_folder_is_called_one(params string[] verb)
    {
        File.CreateSymbolicLink(_folder.File("journal.db"), _elsewhere.FullPath);

        var (exitCode, _, error) = await RunAsync(_folder, verb);

        Assert.Equal(StartupCheck.CannotOpenJournal, exitCode);
        Assert.Contains($"The journal {_elsewhere.FullPath} is a folder", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused_and_named()
    {
        await FillAsync(_folder, "u-1");
        await RunAsync(_folder, Backup.Name, BackupFile);
        using (var connection = JournalCopy.Open(BackupFile, SqliteOpenMode.ReadWrite))
        {
            SqlitePragmas.Execute(connection, $"UPDATE __EFMigrationsHistory SET MigrationId = '29990101000000_Later' WHERE MigrationId = '{SqliteMigrator.Newest}'");
        }

        var restore = await RunAsync(_folder, Restore.Name, BackupFile);
        File.Move(BackupFile, _elsewhere.File("journal.db"));
        var check = await RunAsync(_elsewhere, Check.Name);

        Assert.Equal((Verb.Failed, Verb.Failed), (restore.ExitCode, check.ExitCode));
        Assert.Contains("29990101000000_Later", restore.Error, StringComparison.Ordinal);
        Assert.Contains("newer version", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_tells_what_a_journal_holds_while_a_server_receives()
    {
        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        await hook.PostAsync(EventsClient.Event("u-1", 1435762851));
        using var rejected = await hook.PostBodyAsync("{", HttpExtensions.Json);

        var (exitCode, output, error) = await RunAsync(_folder, Check.Name);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("1 events (the last has the id 1), 1 rejections; whole", output, StringComparison.Ordinal);
        Assert.Contains(SqliteMigrator.Newest, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Backup.Name)]
    [InlineData(Restore.Name)]
    [InlineData(Backup.Name, "")]
    [InlineData(Backup.Name, "--ConnectionStrings:Journal=Data Source=x.db")]
    public async Task A_verb_without_its_file_says_how_it_is_written(params string[] arguments)
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(arguments);

        Assert.Equal(Verb.UsageError, exitCode);
        Assert.Contains($"{arguments[0]} FILE", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "journal.db", "--full")]
    [InlineData("check", "journal.db", "more.db")]
    [InlineData("check", "--deep")]
    [InlineData("backup", "x.db", "y.db")]
    [InlineData("backup", "x.db", "--force")]
    [InlineData("restore", "x.db", "-f")]
    [InlineData("rebuild", "all")]
    [InlineData("rebuild", "--now")]
    [InlineData("skip-ids", "1000")]
    [InlineData("copy-journal", "--from", "x.db", "--fast")]
    [InlineData("hash-password", "secret")]
    [InlineData("bakup", "x.db")]
    [InlineData("bakup", "--help")]
    [InlineData("help", "bakup")]
    [InlineData("--verion")]
    [InlineData("--verion", "x")]
    [InlineData("--version", "check")]
    [InlineData("--urls=http://127.0.0.1:0", "backup", "x.db")]
    [InlineData("--urls", "http://127.0.0.1:0", "check")]
    [InlineData("--url=http://127.0.0.1:0")]
    [InlineData("--ConnectionStrings:Jornal=Data Source=x.db")]
    [InlineData("check", "--ConnectionStrings:Jornal=Data Source=x.db")]
    [InlineData("check", "--Jornal:Provider=Sqlite")]
    [InlineData("check", "--ConnectionStrings:Journal=a", "--connectionstrings:journal=b")]
    [InlineData("rebuild", "-ConnectionStrings:Journal=x")]
    [InlineData("-x")]
    public async Task A_word_that_nobody_knows_is_refused(params string[] arguments)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(arguments);

        Assert.Equal((Verb.UsageError, ""), (exitCode, output));
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("Verbs:", "--help")]
    [InlineData("Verbs:", "-h")]
    [InlineData("Verbs:", "help")]
    [InlineData("rebuild [settings]", "rebuild", "--help")]
    [InlineData("backup FILE", "backup", "--help")]
    [InlineData("backup FILE", "backup", "help")]
    [InlineData("backup FILE", "backup", "x.db", "--help")]
    [InlineData("check [FILE]", "help", "check")]
    [InlineData("Bulutfon.Webhooks 0.", "--version")]
    public async Task Help_and_the_version_are_answered(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = await ServerProcess.RunAsync(arguments);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_a_file_checks_that_file()
    {
        await FillAsync(_folder, "u-1", "u-2");
        await FillAsync(_elsewhere, "u-1");
        File.WriteAllBytes(_elsewhere.File("damaged.db"), new byte[8192]);

        var whole = await RunAsync(_folder, Check.Name, _elsewhere.File("journal.db"));
        var damaged = await RunAsync(_folder, Check.Name, _elsewhere.File("damaged.db"));
        var missing = await RunAsync(_folder, Check.Name, _elsewhere.File("missing.db"));

        Assert.Contains(_elsewhere.File("journal.db") + ": 1 events", whole.Output, StringComparison.Ordinal);
        Assert.Equal((0, Verb.Failed, StartupCheck.CannotOpenJournal), (whole.ExitCode, damaged.ExitCode, missing.ExitCode));
    }

    [SkippableFact]
    public async Task A_journal_that_may_not_be_read_is_not_called_missing()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Another user is needed, whom only root can be.");
        await FillAsync(_folder, "u-1");
        var journal = _folder.File("journal.db");
        using var process = ServerProcess.Start(["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"], [Check.Name, $"--ConnectionStrings:Journal=Data Source={journal}"], []);
        process.StandardInput.Close();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.DoesNotContain("There is no journal", error, StringComparison.Ordinal);
        Assert.NotEqual(0, process.ExitCode);
    }

    [Theory]
    [InlineData("STATE_DIRECTORY=")]
    [InlineData("--STATE_DIRECTORY=")]
    public async Task Variables_of_the_server_can_stand_behind_a_verb_and_a_name_may_have_an_equals_sign(string written)
    {
        Directory.CreateDirectory(_folder.File("data"));
        var backup = _elsewhere.File("day=1.db");
        await using (RunningServer.Start(_folder, services: null, ("ConnectionStrings:Journal", $"Data Source={_folder.File("data/bulutfon.db")}")))
        {
        }

        var (exitCode, output, error) = await ServerProcess.RunAsync([Backup.Name, backup, written + _folder.FullPath]);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith(backup, output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(Backup.Name)]
    [InlineData(Restore.Name)]
    [InlineData(Check.Name)]
    public async Task A_folder_that_may_not_be_entered_is_told_with_the_command_that_mends_it(string verb)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "Another user is needed, whom only root can be.");
        var hidden = _elsewhere.File("hidden.db");
        await File.WriteAllTextAsync(hidden, "x");

        using var process = ServerProcess.Start(["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"], [verb, hidden], []);
        process.StandardInput.Close();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(StartupCheck.CannotOpenJournal, process.ExitCode);
        Assert.StartsWith($"The folder {_elsewhere.FullPath} may not be entered", error, StringComparison.Ordinal);
        Assert.Contains("runuser -u root -- env ", error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_root_restores_belongs_to_the_owner_of_the_folder()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/chown"), "Only root can give files away.");
        await FillAsync(_elsewhere, "u-1");
        using (var chown = Process.Start("/usr/bin/chown", ["65534:65534", _folder.FullPath]))
        {
            await chown.WaitForExitAsync();
        }

        Assert.Equal(0, (await RunAsync(_folder, Restore.Name, _elsewhere.File("journal.db"))).ExitCode);

        Assert.All(Directory.GetFiles(_folder.FullPath), file => Assert.Equal((65534u, 65534u), FileStamp.OwnerOf(new FilePath(file))));
        Assert.NotEmpty(Directory.GetFiles(_folder.FullPath));
    }

    [Fact]
    public async Task Skipped_ids_are_never_given()
    {
        await FillAsync(_folder, "u-1");

        Assert.Equal(0, (await RunAsync(_folder, SkipIds.Name)).ExitCode);

        await using var server = RunningServer.Start(_folder);
        using var hook = server.HookClient();
        Assert.Equal(1_000_002, await hook.PostAsync(EventsClient.Event("u-2", 1435762852)));
    }

    private static async Task FillAsync(TemporaryFolder folder, params string[] uuids)
    {
        await using var server = RunningServer.Start(folder);
        using var hook = server.HookClient();
        foreach (var uuid in uuids)
        {
            await hook.PostAsync(EventsClient.Event(uuid, 1435762851));
        }
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(TemporaryFolder folder, params string[] verb) =>
        ServerProcess.RunAsync([.. verb, $"--ConnectionStrings:Journal=Data Source={folder.File("journal.db")}"]);

    private static async Task PostAsync(
        HttpClient hook, int poster, ConcurrentDictionary<string, long> answered, SemaphoreSlim begun, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var uuid = $"u-{poster}-{number}";
            answered[uuid] = await hook.PostEventAsync(JsonSerializer.Serialize(new { event_type = "call_init", uuid, timestamp = 1435762851086820 }));
            begun.Release();
        }
    }

    private static async Task WaitForAsync(SemaphoreSlim signals, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        for (var number = 0; number < count; number++)
        {
            await signals.WaitAsync(patience.Token);
        }
    }

    /// <summary>Zeroes pages in the middle of the file.</summary>
    private static void Damage(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.Position = 6 * 4096;
        stream.Write(new byte[4096 * 3]);
    }
}
