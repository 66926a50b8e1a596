using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// Gives files that the superuser makes to the owner of their folder: a command run as root must leave nothing that the server's user cannot open.
/// </summary>
internal static partial class FolderOwner
{
    /// <summary>Changes the file's owner if this process is root's and the folder is not.</summary>
    public static void GiveFile(string file)
    {
        if (!OperatingSystem.IsLinux() || EffectiveUser() != 0)
        {
            return;
        }

        var (user, group) = FileStamp.OwnerOf(new FilePath(Path.GetDirectoryName(file)!));
        if (user != 0)
        {
            // Where it cannot be done, the server's own message about the file tells who may not open it.
            _ = ChangeOwner(file, user, group);
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(string file, uint user, uint group);
}
