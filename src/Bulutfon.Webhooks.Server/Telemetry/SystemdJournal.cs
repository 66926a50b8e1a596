namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>Whether systemd's journal reads standard output.</summary>
internal static class SystemdJournal
{
    /// <summary>Set by systemd: the device and inode of the stream that the journal reads.</summary>
    private const string StreamVariable = "JOURNAL_STREAM";

    private const string StandardOutput = "/proc/self/fd/1";

    public static bool TakesOutput(IConfiguration configuration) => configuration[StreamVariable] is { Length: > 0 } stream && Takes(stream, OutputTarget());

    /// <param name="stream">The variable's value.</param>
    /// <param name="output">Where standard output leads, as Linux names it. A child inherits the variable, also one that writes to a file.</param>
    internal static bool Takes(string stream, string? output)
    {
        var inode = stream[(stream.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return output is null || output == $"socket:[{inode}]" || output.StartsWith("pipe:[", StringComparison.Ordinal);
    }

    private static string? OutputTarget()
    {
        try
        {
            return new FileInfo(StandardOutput).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
