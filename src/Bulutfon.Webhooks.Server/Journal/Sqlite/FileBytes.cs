using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>
/// The first bytes of a file that a connection has open, as they are there and not as the connection holds them; through its own
/// handle, because closing another one of the file would drop SQLite's locks on it.
/// </summary>
internal static class FileBytes
{
    private const int Database = 7; // SQLITE_FCNTL_FILE_POINTER
    private const int Log = 28; // SQLITE_FCNTL_JOURNAL_POINTER

    /// <returns>Whether the database file has so many.</returns>
    public static bool ReadDatabase(SqliteConnection connection, Span<byte> bytes) => Read(connection, Database, bytes);

    /// <returns>Whether the write-ahead log has so many.</returns>
    public static bool ReadLog(SqliteConnection connection, Span<byte> bytes) => Read(connection, Log, bytes);

    private static unsafe bool Read(SqliteConnection connection, int pointer, Span<byte> bytes)
    {
        nint file = 0;
        if (Control(connection.Handle!.DangerousGetHandle(), null, pointer, &file) != 0 || file == 0 || *(nint*)file == 0)
        {
            return false;
        }

        // sqlite3_file holds its methods; after their version and xClose comes xRead.
        var read = (delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)(*(nint**)file)[2];
        fixed (byte* first = bytes)
        {
            return read(file, first, bytes.Length, 0) == 0;
        }
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern unsafe int Control(nint database, byte* name, int operation, void* argument);
}
