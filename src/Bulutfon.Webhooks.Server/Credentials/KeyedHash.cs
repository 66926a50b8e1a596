using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>An HMAC-SHA256 as a value, so that no request allocates for it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KeyedHash(ulong A, ulong B, ulong C, ulong D)
{
    public const int Bytes = 32;

    public static KeyedHash Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<KeyedHash>(bytes);

    /// <summary>Compares in a time that tells nothing about where the two differ.</summary>
    public static bool FixedTimeEquals(KeyedHash left, KeyedHash right) =>
        CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(new ReadOnlySpan<KeyedHash>(in left)),
            MemoryMarshal.AsBytes(new ReadOnlySpan<KeyedHash>(in right)));
}
