using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// Where a request comes from, as it is counted: an IPv4 address, or the first 64 bits of an IPv6 address, which is what one
/// customer of a provider has. No address, as on a Unix socket, is a source too.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourceKey(ulong High, ulong Low)
{
    public static SourceKey Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        var (high, low) = (BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return high == 0 ? new SourceKey(high, low) : new SourceKey(high, 0);
    }
}
