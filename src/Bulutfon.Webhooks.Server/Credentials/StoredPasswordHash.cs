using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// The layout of a hash by ASP.NET Core Identity's <c>PasswordHasher</c>: version 3 is <c>01 | PRF | iterations | salt length | salt | subkey</c>
/// with big-endian 32-bit numbers, version 2 is <c>00 | 16 bytes of salt | 32 bytes of subkey</c> at 1,000 iterations.
/// </summary>
internal sealed class StoredPasswordHash
{
    private const int Version3HeaderBytes = 13;
    private const int Version2Bytes = 1 + 16 + 32;
    private const int ShortestPartBytes = 16;
    private const uint HighestPrf = 2; // HMACSHA512
    private const uint MostIterations = 10_000_000; // a typing error beyond it would hold a core for seconds at each attempt

    private readonly byte[] bytes;

    private StoredPasswordHash(byte[] bytes, uint iterations)
    {
        this.bytes = bytes;
        Iterations = iterations;
    }

    public uint Iterations { get; }

    /// <returns>Null when the text is no hash that the hasher could ever verify.</returns>
    public static StoredPasswordHash? Parse(string base64)
    {
        var buffer = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, buffer, out var length))
        {
            return null;
        }

        var decoded = buffer[..length];
        return decoded switch
        {
            [0, ..] when length == Version2Bytes => new(decoded, iterations: 1_000),
            [1, ..] when length >= Version3HeaderBytes => ParseVersion3(decoded),
            _ => null,
        };
    }

    /// <summary>A hash that costs as much to verify as this one and that no password is known to match.</summary>
    public string Decoy()
    {
        var decoy = bytes.ToArray();
        RandomNumberGenerator.Fill(decoy.AsSpan(decoy[0] == 1 ? Version3HeaderBytes : 1));
        return Convert.ToBase64String(decoy);
    }

    private static StoredPasswordHash? ParseVersion3(byte[] bytes)
    {
        var prf = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1));
        var iterations = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5));
        var saltBytes = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(9));
        var subkeyBytes = bytes.Length - Version3HeaderBytes - (long)saltBytes;
        return prf <= HighestPrf && iterations is > 0 and <= MostIterations
            && saltBytes >= ShortestPartBytes && subkeyBytes >= ShortestPartBytes
            ? new(bytes, iterations)
            : null;
    }
}
