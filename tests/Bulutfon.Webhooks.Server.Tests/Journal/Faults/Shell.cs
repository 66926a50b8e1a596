using System.Diagnostics;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>What a sysadmin does to files. By other processes, because closing a database's file in this one would drop SQLite's locks on it.</summary>
internal static class Shell
{
    public static async Task RunAsync(string command, params string[] arguments)
    {
        var (exitCode, error) = await TryRunAsync(command, arguments);
        Assert.True(exitCode == 0, $"{command} {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>Runs what needs rights or parts that not every machine has: skips the test then, and fails it in CI.</summary>
    public static async Task RequireAsync(string command, params string[] arguments)
    {
        Skip.If(OperatingSystem.IsWindows(), "This is about Unix file systems.");
        var (exitCode, error) = await TryRunAsync(command, arguments);
        if (exitCode != 0)
        {
            var reason = $"'{command} {string.Join(' ', arguments)}' is not possible here: {error}";
            Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), reason);
            Skip.If(true, reason);
        }
    }

    private static async Task<(int ExitCode, string Error)> TryRunAsync(string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, error.Trim());
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (127, exception.Message);
        }
    }
}
