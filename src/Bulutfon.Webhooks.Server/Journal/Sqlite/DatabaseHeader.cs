using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>What the first bytes of a database file say of it. Only a checkpoint changes them, and only forward.</summary>
/// <param name="Changes">SQLite's own count of changes of the file, which never goes back.</param>
/// <param name="Bytes">How large the file should be.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DatabaseHeader(uint Changes, long Bytes)
{
    private const int Length = 100;
    private const int FilePointer = 7; // SQLITE_FCNTL_FILE_POINTER

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Whether this is of the same file at the same time or later; the count may begin anew after its largest.</summary>
    public bool IsNotBefore(DatabaseHeader other) => (int)(Changes - other.Changes) >= 0;

    /// <summary>
    /// Reads it from the file and not from what the connection holds of it; through the connection's own handle, because closing
    /// another one of the file would drop SQLite's locks on it.
    /// </summary>
    /// <returns>Null if the file begins otherwise.</returns>
    public static unsafe DatabaseHeader? Read(SqliteConnection connection)
    {
        nint file = 0;
        if (Control(connection.Handle!.DangerousGetHandle(), null, FilePointer, &file) != 0 || file == 0)
        {
            return null;
        }

        // sqlite3_file holds its methods; after their version and xClose comes xRead.
        var read = (delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)(*(nint**)file)[2];
        var header = stackalloc byte[Length];
        return read(file, header, Length, 0) == 0 ? Parse(new ReadOnlySpan<byte>(header, Length)) : null;
    }

    private static DatabaseHeader? Parse(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith(Magic))
        {
            return null;
        }

        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        return new(BinaryPrimitives.ReadUInt32BigEndian(header[24..]), (pageSize == 1 ? 65536L : pageSize) * pages);
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern unsafe int Control(nint database, byte* name, int operation, void* argument);
}
