using System.Diagnostics;
using System.Text;

namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>The built server, run as its users run it, until it ends by itself.</summary>
internal static class ServerProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string[] arguments, byte[]? input = null, params (string Name, string Value)[] environment)
    {
        using var process = Start([], arguments, environment);
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.StandardInput.BaseStream.WriteAsync(input ?? [], timeout.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Starts it, by another program that is given first if any.</summary>
    public static Process Start(string[] starter, string[] arguments, (string Name, string Value)[] environment)
    {
        string[] words = [.. starter, "dotnet", Path.Combine(AppContext.BaseDirectory, "Bulutfon.Webhooks.Server.dll"), .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("JOURNAL_STREAM");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
