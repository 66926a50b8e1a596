using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Journal.PostgreSql;

/// <summary>
/// What makes an event the same event, beside its time, as 128 bits: part of what is stored, so it never changes. Each text is
/// preceded by its length, so that no two identities are the same bytes.
/// </summary>
internal static class EventIdentity
{
    public static Guid Of(string uuid, string eventType, string destination, long contentHash)
    {
        var hash = new XxHash128();
        Add(hash, uuid);
        Add(hash, eventType);
        Add(hash, destination);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, contentHash);
        hash.Append(number);
        Span<byte> bytes = stackalloc byte[16];
        hash.GetCurrentHash(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    private static void Add(XxHash128 hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        hash.Append(length);
        hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
