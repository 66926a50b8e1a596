using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>A reader of standard output that hangs.</summary>
[Trait("Store", "Any")]
public sealed class LogReaderTests
{
    private const int Stop = 19;
    private const int Terminate = 15;

    /// <summary>More than a pipe and the queue hold.</summary>
    private const int Lines = 14_000;

    [SkippableFact]
    public async Task Server_whose_log_nobody_reads_answers_and_ends_and_counts_what_it_dropped()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The pipe is made by a Unix shell.");
        using var folder = new TemporaryFolder();
        await using var server = await StartedServer.StartAsync(["sh", "-c", "mkfifo \"$0/pipe\"; tee /dev/stderr < \"$0/pipe\" >/dev/null & echo $! > \"$0/reader\"; exec \"$@\" > \"$0/pipe\"", folder.File("")], folder.File("journal.db"));
        var reader = int.Parse(await File.ReadAllTextAsync(folder.File("reader")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, Signal(reader, Stop));
        try
        {
            using var hook = server.HookClient();
            await Parallel.ForAsync(0, Lines, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancellation) =>
            {
                using var answer = await hook.GetAsync(new Uri("/nothing", UriKind.Relative), cancellation);
                Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
            });
            await hook.PostEventAsync("""{"event_type":"call_init","uuid":"a","timestamp":1435762851086820}""");

            using var viewer = server.HookClient();
            viewer.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("reader:reader-secret-of-tests")));
            var metrics = await viewer.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            var dropped = metrics.Split('\n').Single(line => line.StartsWith("bulutfon_log_dropped", StringComparison.Ordinal));
            Assert.NotEqual("0", dropped.Split(' ')[1]);

            Assert.Equal(0, Signal(server.ProcessId, Terminate));
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (Directory.Exists($"/proc/{server.ProcessId}"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
            }
        }
        finally
        {
            _ = Signal(reader, 9);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
