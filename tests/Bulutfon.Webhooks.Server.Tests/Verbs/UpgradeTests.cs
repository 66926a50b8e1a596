using System.Diagnostics;
using System.Text.RegularExpressions;
using Bulutfon.Webhooks.Server.Journal.Sqlite;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Verbs;

/// <summary>The commands of docs/install.md to upgrade and to go back, run as they stand there, below a folder in place of the machine's root.</summary>
[Trait("Store", "Sqlite")]
public sealed partial class UpgradeTests : IDisposable
{
    private const string Link = "opt/bulutfon-webhooks";
    private const string Unit = "bulutfon-webhooks.service";

    private readonly TemporaryFolder _root = new();

    private string Journal => _root.File("var/lib/bulutfon-webhooks/data/journal.db");

    public void Dispose() => _root.Dispose();

    [SkippableFact]
    public async Task Two_upgrades_in_a_row_and_the_way_back()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The commands are for Linux.");
        InstallFirst("bulutfon-webhooks-0.0.9-linux-x64");
        await FillAsync("u-1");
        var commands = Commands();
        Assert.Equal(2, commands.Length);

        await RunAsync(commands[0], "bulutfon-webhooks-0.1.9-linux-x64");
        await FillAsync("u-2");
        await RunAsync(commands[0], "bulutfon-webhooks-0.2.0-linux-x64");
        await FillAsync("u-3");

        Assert.Equal("bulutfon-webhooks-0.2.0-linux-x64", new FileInfo(_root.File(Link)).LinkTarget);
        Assert.Equal([1, 2], Directory.GetFiles(_root.File("var/backups/bulutfon"), "*.db").Select(file => JournalInspection.Of(file).Events).Order());

        await RunAsync(commands[1], "bulutfon-webhooks-0.2.0-linux-x64");

        Assert.Equal("bulutfon-webhooks-0.1.9-linux-x64", new FileInfo(_root.File(Link)).LinkTarget);
        Assert.Equal(2, JournalInspection.Of(Journal).Events);
        Assert.Equal(3, JournalInspection.Of(Assert.Single(LeftBehind.Replaced(new SqliteJournalFiles(Journal)))).Events);
        Assert.Equal(
            ["daemon-reload", "restart bulutfon-webhooks", "daemon-reload", "restart bulutfon-webhooks", "stop bulutfon-webhooks", "daemon-reload", "start bulutfon-webhooks"],
            await File.ReadAllLinesAsync(_root.File("systemctl.log")));
    }

    [SkippableFact]
    public async Task Without_a_backup_nothing_is_replaced()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The commands are for Linux.");
        InstallFirst("bulutfon-webhooks-0.0.9-linux-x64");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Commands()[0], "bulutfon-webhooks-0.2.0-linux-x64"));

        Assert.Contains("There is no journal", error.Message, StringComparison.Ordinal);
        Assert.Equal("bulutfon-webhooks-0.0.9-linux-x64", new FileInfo(_root.File(Link)).LinkTarget);
        Assert.False(File.Exists(_root.File("systemctl.log")));
    }

    private static string[] Commands()
    {
        var chapter = Repository.Read("docs/install.md").Split("## Upgrade")[1].Split("\n## ")[0];
        return [.. Block().Matches(chapter).Select(block => block.Groups["commands"].Value)];
    }

    [GeneratedRegex("```bash\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    /// <summary>A version whose executable is the built server, in a folder that an archive has.</summary>
    private static void MakeVersion(string folder, string name)
    {
        var made = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        WriteProgram(Path.Combine(made, "Bulutfon.Webhooks.Server"), $"cd '{made}'; exec dotnet '{Path.Combine(AppContext.BaseDirectory, "Bulutfon.Webhooks.Server.dll")}' \"$@\" '--ConnectionStrings:Journal=Data Source=data/journal.db'");
        File.WriteAllText(Path.Combine(made, Unit), name);
    }

    private void InstallFirst(string name)
    {
        foreach (var folder in new[] { "opt", "var/backups", "var/lib/bulutfon-webhooks/data", "etc/bulutfon-webhooks", "etc/systemd/system", "bin" })
        {
            Directory.CreateDirectory(_root.File(folder));
        }

        MakeVersion(_root.File("opt"), name);
        File.CreateSymbolicLink(_root.File(Link), name);
        WriteProgram(_root.File("bin/systemctl"), $"echo \"$@\" >> '{_root.File("systemctl.log")}'");
        WriteProgram(_root.File("bin/runuser"), "shift 3; exec \"$@\"");
        WriteProgram(_root.File("bin/curl"), "exit 0");
        WriteProgram(_root.File("bin/install"), "mkdir -p \"${@: -1}\"");
    }

    private static void WriteProgram(string file, string text)
    {
        File.WriteAllText(file, $"#!/usr/bin/env bash\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private async Task FillAsync(string uuid)
    {
        await using var server = RunningServer.Start(folder: null, services: null, ("ConnectionStrings:Journal", $"Data Source={Journal}"));
        using var hook = server.HookClient();
        await hook.PostAsync(EventsClient.Event(uuid, 1435762851));
    }

    private async Task RunAsync(string commands, string version)
    {
        var download = Directory.CreateDirectory(_root.File("download")).FullName;
        using (var packed = Process.Start("tar", ["-czf", Path.Combine(download, version + ".tar.gz"), "-C", Packed(version), version]))
        {
            await packed.WaitForExitAsync();
        }

        var here = Placed().Replace(commands.Replace("bulutfon-webhooks-0.2.0-linux-x64", version, StringComparison.Ordinal), _root.FullPath + "$0");
        var start = new ProcessStartInfo("bash", ["-c", here]) { UseShellExecute = false, WorkingDirectory = download, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PATH"] = _root.File("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{here}\nended with {process.ExitCode}: {await output} {error}");
        }
    }

    private string Packed(string version)
    {
        var folder = Directory.CreateDirectory(_root.File("packed")).FullName;
        MakeVersion(folder, version);

        // The folder that it is unpacked to is the one that it runs in.
        var program = Path.Combine(folder, version, "Bulutfon.Webhooks.Server");
        File.WriteAllText(program, File.ReadAllText(program).Replace(folder, _root.File("opt"), StringComparison.Ordinal));
        return folder;
    }

    [GeneratedRegex(@"(?<![\w.-])/(opt|var|etc)(?=[/ \n])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placed();
}
