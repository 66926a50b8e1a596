using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>The place behind the last item of a page.</summary>
/// <param name="Timestamp">The item's time, in microseconds since the Unix epoch.</param>
/// <param name="Id">The item's id.</param>
/// <param name="Since">Where the list begins, if that was reckoned from the time of the first page; else 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cursor(long Timestamp, long Id, long Since = 0)
{
    public const string Allowed = "the next_cursor of a page of the same list, with the same filters and order; leave it out for the first page";

    private const byte Version = 1;
    private const int HashAt = 1 + (3 * sizeof(long));
    private const int HashLength = 8;

    /// <param name="list">Everything that makes the list what it is: its filters and order. Not part of the text, but bound to it.</param>
    public string Write(string list)
    {
        Span<byte> bytes = stackalloc byte[HashAt + HashLength];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Timestamp);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Id);
        BinaryPrimitives.WriteInt64BigEndian(bytes[17..], Since);
        Hash(bytes[..HashAt], list, bytes[HashAt..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null if it is no cursor, or one of another list.</summary>
    public static Cursor? Read(string text, string list)
    {
        Span<byte> bytes = stackalloc byte[HashAt + HashLength];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length) || !Base64Url.TryDecodeFromChars(text, bytes, out var length) || length != bytes.Length || bytes[0] != Version)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[HashLength];
        Hash(bytes[..HashAt], list, hash);
        return hash.SequenceEqual(bytes[HashAt..])
            ? new Cursor(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]), BinaryPrimitives.ReadInt64BigEndian(bytes[17..]))
            : null;
    }

    /// <summary>Finds a cursor of another list and a damaged one. No secret is needed: whoever makes one up sees nothing that he may not see.</summary>
    private static void Hash(ReadOnlySpan<byte> place, string list, Span<byte> hash)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. place, .. Encoding.UTF8.GetBytes(list)], whole);
        whole[..HashLength].CopyTo(hash);
    }
}
