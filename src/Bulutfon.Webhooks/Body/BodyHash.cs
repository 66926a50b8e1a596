using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>
/// The content hash is a sum of leaf hashes, each over a value and the canonical path to it: it does not depend on the
/// order of fields, on the format, or on values that a form cannot carry (null, empty). It is stored, so it never changes.
/// </summary>
internal static class BodyHash
{
    public static ulong Name(ulong path, ReadOnlySpan<byte> name) => XxHash3.HashToUInt64(name, (long)path);

    public static ulong Name(ulong path, string name) => Name(path, Encoding.UTF8.GetBytes(name));

    public static ulong Element(ulong path, int index)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, index);
        return XxHash3.HashToUInt64(bytes, (long)~path);
    }

    public static ulong Leaf(ulong path, ReadOnlySpan<byte> value) => XxHash3.HashToUInt64(value, (long)path);
}
