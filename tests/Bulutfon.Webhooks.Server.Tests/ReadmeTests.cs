using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>The commands that the README begins with do what it says they do.</summary>
public sealed partial class ReadmeTests
{
    private const string ReadmeAddress = "http://localhost:5080";

    [SkippableFact]
    public async Task Event_is_posted_and_read_back_by_the_two_commands_of_the_readme()
    {
        Skip.If(OperatingSystem.IsWindows(), "The commands are for bash.");
        using var folder = new TemporaryFolder();
        using var server = ServerProcess.Start([], [], [("ASPNETCORE_ENVIRONMENT", "Development"), ("ConnectionStrings__Journal", $"Data Source={folder.File("journal.db")}")]);
        try
        {
            var address = await ReadAddressAsync(server);
            var commands = Block().Match(await File.ReadAllTextAsync(Repository.File("README.md"))).Groups["commands"].Value;
            Assert.Equal(2, Command().Count(commands));

            var answers = await RunAsync(commands.Replace(ReadmeAddress, address, StringComparison.Ordinal));

            const string Receipt = """{"id":1,"duplicate":false}""";
            Assert.StartsWith(Receipt, answers, StringComparison.Ordinal);
            using var page = JsonDocument.Parse(answers[Receipt.Length..]);
            var stored = Assert.Single(page.RootElement.GetProperty("items").EnumerateArray());
            Assert.Equal(1, stored.GetProperty("id").GetInt64());
            Assert.Equal("905321110000", stored.GetProperty("event").GetProperty("caller").GetString());
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    internal static async Task<string> ReadAddressAsync(Process server)
    {
        _ = server.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await server.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                _ = server.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return match.Value;
            }
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    private static async Task<string> RunAsync(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-euc", commands]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var shell = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var error = shell.StandardError.ReadToEndAsync(timeout.Token);
        var output = await shell.StandardOutput.ReadToEndAsync(timeout.Token);
        await shell.WaitForExitAsync(timeout.Token);
        Assert.True(shell.ExitCode == 0, await error);
        return output;
    }

    [GeneratedRegex("read it back:\\s+```bash\\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("^curl ", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
