using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>A disk that is full, read-only, or gives errors.</summary>
public sealed partial class DiskTests
{
    [SkippableFact]
    public async Task Full_disk_is_a_503_that_names_it_and_ends_when_there_is_room()
    {
        using var folder = new TemporaryFolder();
        await Shell.RequireAsync("mount", "-t", "tmpfs", "-o", "size=8m", "bulutfon-test", folder.FullPath);
        try
        {
            await using var server = RunningServer.Start(folder);
            var before = await server.PostAcceptedAsync("before");
            var accepted = await PostUntilRefusedAsync(server, folder.File("ballast"));

            await server.AssertUnreadyAsync("disk_full");
            File.Delete(folder.File("ballast"));
            await server.AssertRecoversAsync();

            accepted["before"] = before;
            accepted["after"] = await server.PostAcceptedAsync("after");
            StoredCalls.AssertHold(server.JournalFile, accepted);
        }
        finally
        {
            await Shell.RunAsync("umount", "-l", folder.FullPath);
        }
    }

    [SkippableFact]
    public async Task Journal_that_becomes_read_only_is_a_503_and_goes_on_when_it_is_writable()
    {
        await using var server = RunningServer.Start();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await server.PostAcceptedAsync("before") };
        string[] files = [server.JournalFile, server.JournalFile + "-wal"];
        await Shell.RequireAsync("chattr", ["+i", .. files]);
        try
        {
            await server.PostRefusedAsync("refused");
            await server.PostRefusedAsync("refused again");
            await server.AssertUnreadyAsync("io_error", "read_only", "cannot_open");
        }
        finally
        {
            await Shell.RunAsync("chattr", ["-i", .. files]);
        }

        await server.AssertRecoversAsync();
        accepted["after"] = await server.PostAcceptedAsync("after");
        StoredCalls.AssertHold(server.JournalFile, accepted);
    }

    [SkippableFact]
    public async Task Write_errors_are_a_503_and_end_with_their_cause()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        await Shell.RequireAsync("env", "--ignore-signal=XFSZ", "prlimit", "--version");
        await using var server = await StartedServer.StartAsync(["env", "--ignore-signal=XFSZ"], journal);
        using var hook = server.HookClient();
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal) { ["before"] = await hook.PostEventAsync(Body("before")) };

        // Beyond this size a write gives an error that is neither a full disk nor a missing right.
        await Shell.RunAsync("prlimit", "--pid", $"{server.ProcessId}", "--fsize=0:unlimited");
        using var refused = await hook.PostBodyAsync(Body("refused"), HttpExtensions.Json);
        using var ready = await hook.GetAsync("/health/ready");
        await Shell.RunAsync("prlimit", "--pid", $"{server.ProcessId}", "--fsize=unlimited:unlimited");
        await server.WaitForOutputAsync("The journal commits again");
        accepted["after"] = await hook.PostEventAsync(Body("after"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var causes = server.Output.Select(line => Cause().Match(line)).Where(match => match.Success).Select(match => match.Value).ToList();
        Assert.Contains("\"Cause\":\"io_error\"", causes);
        Assert.Equal(causes.Distinct(StringComparer.Ordinal), causes);
        StoredCalls.AssertHold(journal, accepted);
    }

    [GeneratedRegex("(?<=cannot commit.*)\"Cause\":\"[a-z_]+\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cause();

    private static string Body(string uuid) => $$"""{"event_type":"call_init","uuid":"{{uuid}}","timestamp":1435762851086820}""";

    private static void Fill(string ballast)
    {
        using var file = new FileStream(ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Fills the disk until nothing more is stored: what SQLite has allocated before, and what it gives back after a failure, takes some events more.</summary>
    private static async Task<Dictionary<string, long>> PostUntilRefusedAsync(RunningServer server, string ballast)
    {
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal);
        var refused = 0;
        for (var i = 0; refused < 3; i++)
        {
            Assert.True(i < 2000, "The disk was never full.");
            Fill(ballast);
            using var answer = await server.PostAsync($"call-{i}");
            refused = answer.StatusCode == HttpStatusCode.ServiceUnavailable ? refused + 1 : 0;
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                accepted[$"call-{i}"] = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
            }
        }

        return accepted;
    }
}
