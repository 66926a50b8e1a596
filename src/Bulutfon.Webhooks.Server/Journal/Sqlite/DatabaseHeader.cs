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

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Whether this is of the same file at the same time or later; the count may begin anew after its largest.</summary>
    public bool IsNotBefore(DatabaseHeader other) => (int)(Changes - other.Changes) >= 0;

    /// <returns>Null if the file begins otherwise.</returns>
    public static DatabaseHeader? Read(SqliteConnection connection)
    {
        Span<byte> header = stackalloc byte[Length];
        return FileBytes.ReadDatabase(connection, header) ? Parse(header) : null;
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
}
