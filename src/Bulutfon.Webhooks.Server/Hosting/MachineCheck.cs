using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bulutfon.Webhooks.Server.Hosting;

/// <summary>
/// Looks for libicu, of which .NET itself would only tell by a stack trace and an abort. Nothing here may touch a culture, or
/// .NET tells first; so the console is out of reach too. (Missing time zones are an error of <c>Display:TimeZone</c>.)
/// </summary>
internal static class MachineCheck
{
    private const string Library = "libicuuc.so.";
    private const int StandardError = 2;
    private const int OldestVersion = 50;
    private const int NewestVersion = 99;

    public static ReadOnlySpan<byte> Message =>
        "The server does not start: libicu is not installed. Install it: 'apt-get install libicu72' on Debian 12 ('libicu74' on Ubuntu 24.04, 'libicu' on Fedora, 'icu-libs' on Alpine).\n"u8;

    /// <returns>False if the process should end with the exit code.</returns>
    public static bool HasAll(out int exitCode)
    {
        exitCode = 0;
        if (!OperatingSystem.IsLinux() || IsInvariant() || HasIcu(static name => NativeLibrary.TryLoad(name, out _)))
        {
            return true;
        }

        using var handle = new SafeFileHandle(StandardError, ownsHandle: false);
        using var error = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        error.Write(Message);
        exitCode = StartupCheck.ConfigurationError;
        return false;
    }

    /// <param name="load">Loads a library by its file name.</param>
    internal static bool HasIcu(Func<string, bool> load)
    {
        for (var version = NewestVersion; version >= OldestVersion; version--)
        {
            if (load(Library + (char)('0' + (version / 10)) + (char)('0' + (version % 10))))
            {
                return true;
            }
        }

        return load("libicuuc.so");
    }

    private static bool IsInvariant() => Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true";
}
