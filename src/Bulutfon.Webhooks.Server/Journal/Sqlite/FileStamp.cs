using System.Runtime.InteropServices;
using System.Text;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>Which file is at a path, and its size; by one system call without allocation, because every commit asks.</summary>
/// <param name="Device">The file system; 0 where inodes are not known.</param>
/// <param name="Inode">The file's number there; 0 where inodes are not known, so that only a missing file is noticed.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Changed">When it was last changed, in units of no meaning but that another is another time.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileStamp(ulong Device, ulong Inode, long Size, long Changed)
{
    public bool IsSameFile(FileStamp other) => Inode == other.Inode && Device == other.Device;

    /// <summary>The file at a path, or null if there is none.</summary>
    public static FileStamp? Of(FilePath path)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxStatus.Read(path.Utf8, LinuxStatus.Wanted, out var status) ? new(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode, (long)status.Size, (status.ChangedSeconds * 1_000_000_000) + status.ChangedNanoseconds) : null;
        }

        var file = new FileInfo(path.Text);
        return file.Exists ? new(0, 0, file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>
    /// The same without <see cref="Changed"/>, for a file that every commit writes. Whoever asks Linux (since 6.13) for that time gives the file another one with its next
    /// write, so that each fsync writes the inode too, which costs a journaled file system as much again as the commit itself.
    /// </summary>
    public static FileStamp? OfLog(FilePath path)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxStatus.Read(path.Utf8, LinuxStatus.WithoutTimes, out var status) ? new(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode, (long)status.Size, Changed: 0) : null;
        }

        var file = new FileInfo(path.Text);
        return file.Exists ? new(0, 0, file.Length, Changed: 0) : null;
    }

    /// <summary>The size of a file in bytes, without asking for its times; 0 if there is none.</summary>
    public static long SizeOf(FilePath path) => OfLog(path)?.Size ?? 0;

    /// <summary>How many names a file has; 1 where that is not known, 0 if there is none.</summary>
    public static uint NamesOf(FilePath path) => OperatingSystem.IsLinux() && LinuxStatus.Read(path.Utf8, LinuxStatus.WithoutTimes, out var status) ? status.Names : File.Exists(path.Text) ? 1u : 0;

    /// <summary>The user and group that a file belongs to; root where that is not known.</summary>
    public static (uint User, uint Group) OwnerOf(FilePath path) => OperatingSystem.IsLinux() && LinuxStatus.Read(path.Utf8, LinuxStatus.WithoutTimes, out var status) ? (status.User, status.Group) : (0, 0);

    /// <summary>statx(2): the one call whose answer looks the same on every processor.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct LinuxStatus
    {
        private const int CurrentFolder = -100;

        /// <summary>Names, user, group, inode, size.</summary>
        public const uint WithoutTimes = 0x4 | 0x8 | 0x10 | 0x100 | 0x200;

        /// <summary>The time of the last change too.</summary>
        public const uint Wanted = WithoutTimes | 0x80;

        [FieldOffset(0x10)]
        public uint Names;

        [FieldOffset(0x14)]
        public uint User;

        [FieldOffset(0x18)]
        public uint Group;

        [FieldOffset(0x20)]
        public ulong Inode;

        [FieldOffset(0x28)]
        public ulong Size;

        [FieldOffset(0x60)]
        public long ChangedSeconds;

        [FieldOffset(0x68)]
        public uint ChangedNanoseconds;

        [FieldOffset(0x88)]
        public uint DeviceMajor;

        [FieldOffset(0x8c)]
        public uint DeviceMinor;

        public static bool Read(byte[] path, uint wanted, out LinuxStatus status) => Call(CurrentFolder, path, 0, wanted, out status) == 0;

        [DllImport("libc", EntryPoint = "statx")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Call(int folder, byte[] path, int flags, uint mask, out LinuxStatus status);
    }
}

/// <summary>A path, and as the system takes it.</summary>
internal sealed class FilePath(string text)
{
    public string Text { get; } = text;

    public byte[] Utf8 { get; } = [.. Encoding.UTF8.GetBytes(text), 0];
}
