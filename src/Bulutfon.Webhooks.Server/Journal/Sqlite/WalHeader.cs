using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace Bulutfon.Webhooks.Server.Journal.Sqlite;

/// <summary>What the first bytes of a write-ahead log say of it.</summary>
/// <param name="Salts">Others each time that it begins anew.</param>
internal readonly record struct WalHeader(ulong Salts)
{
    private const int Length = 32;
    private const uint Magic = 0x377f0682; // the last bit tells the order of bytes of its checksums

    /// <returns>Null if the log is empty or begins otherwise.</returns>
    public static WalHeader? Read(SqliteConnection connection)
    {
        Span<byte> header = stackalloc byte[Length];
        return FileBytes.ReadLog(connection, header) && (BinaryPrimitives.ReadUInt32BigEndian(header) & ~1u) == Magic
            ? new(BinaryPrimitives.ReadUInt64BigEndian(header[16..]))
            : null;
    }
}
