using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// A random key that lives as long as the process: what is remembered of a password in memory is of no use outside it, and
/// every comparison is one of two texts of the same length, whatever was sent.
/// </summary>
internal sealed class CredentialKey
{
    private const int StackBytes = 512;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(KeyedHash.Bytes);

    /// <summary>The length of the user name stands before it, so that no two different pairs are hashed as the same bytes.</summary>
    public KeyedHash Hash(ReadOnlySpan<char> userName, ReadOnlySpan<char> password)
    {
        var length = sizeof(int) + ((userName.Length + password.Length) * sizeof(char));
        byte[]? rented = null;
        var message = length <= StackBytes
            ? stackalloc byte[StackBytes]
            : (rented = ArrayPool<byte>.Shared.Rent(length));
        message = message[..length];
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(message, userName.Length);
            MemoryMarshal.AsBytes(userName).CopyTo(message[sizeof(int)..]);
            MemoryMarshal.AsBytes(password).CopyTo(message[(sizeof(int) + (userName.Length * sizeof(char)))..]);

            Span<byte> hash = stackalloc byte[KeyedHash.Bytes];
            HMACSHA256.HashData(key, message, hash);
            return KeyedHash.Read(hash);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
