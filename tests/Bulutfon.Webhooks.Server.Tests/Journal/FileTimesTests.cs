using System.Net.Http.Headers;
using System.Text;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Tests.Journal;

/// <summary>What a server asks the system about the logs that its commits write.</summary>
[Trait("Store", "Sqlite")]
public sealed class FileTimesTests
{
    private const string Tracer = "/usr/bin/strace";

    [SkippableFact]
    public async Task No_commit_asks_for_the_time_of_a_log()
    {
        Skip.IfNot(File.Exists(Tracer) || Environment.GetEnvironmentVariable("CI") is "true", $"{Tracer} shows the system calls.");
        using var folder = new TemporaryFolder();
        var calls = folder.File("calls");
        using var process = ServerProcess.Start(
            [Tracer, "-f", "-qq", "-o", calls, "-e", "trace=statx,newfstatat,stat,lstat"],
            [$"--ConnectionStrings:Journal=Data Source={folder.File("journal.db")}"],
            [("ASPNETCORE_ENVIRONMENT", "Development"), ("DOTNET_CONTENTROOT", AppContext.BaseDirectory)]);
        try
        {
            var address = await ReadmeTests.ReadAddressAsync(process);
            using var hook = new HttpClient { BaseAddress = new Uri(address) };
            hook.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RunningServer.HookUser}:{RunningServer.HookPassword}")));
            await hook.PostAsync(EventsClient.Event("first", 1435762851));
            var before = (await File.ReadAllLinesAsync(calls)).Length;

            for (var number = 0; number < 20; number++)
            {
                await hook.PostAsync(EventsClient.Event($"u-{number}", 1435762852 + number));
            }

            var ofLogs = (await File.ReadAllLinesAsync(calls)).Skip(before).Where(line => line.Contains("-wal\"", StringComparison.Ordinal)).ToList();
            Assert.InRange(ofLogs.Count, 20, int.MaxValue);
            Assert.All(ofLogs, line => Assert.DoesNotMatch("STATX_(CTIME|MTIME|BASIC_STATS|ALL)|newfstatat|l?stat\\(", line.Split("stx_mask")[0]));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
