using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Hosting;

/// <summary>How many files and connections together the system lets this process open.</summary>
internal static class OpenFiles
{
    /// <summary>For what is opened later and is no connection of a client: the databases, exports, libraries.</summary>
    public const int Reserve = 192;

    private const int FewestConnections = 10;

    private const int OpenFilesLimit = 7; // RLIMIT_NOFILE of Linux

    /// <summary>The limit; null where it is not known. The runtime has raised it as far as it may.</summary>
    public static long? Limit => OperatingSystem.IsLinux() && GetLimit(OpenFilesLimit, out var limit) == 0 && limit.Current <= int.MaxValue ? (long)limit.Current : null;

    /// <summary>How many are open now: the runtime keeps each library open.</summary>
    public static int Count => OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;

    /// <summary>How many of the wanted connections there is room for beside what is open; a few, however low the limit is.</summary>
    public static int ConnectionsWithin(long? limit, int open, int wanted) =>
        limit is { } most ? (int)Math.Min(wanted, Math.Max(FewestConnections, most - open - Reserve)) : wanted;

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public nuint Current;
        public nuint Most;
    }
}
