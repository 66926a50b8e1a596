using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>How much the calls with one number outside changed in a quarter hour.</summary>
/// <param name="Code">The number's digits behind a 1, which keeps leading zeros.</param>
/// <param name="Quarter">The place of the quarter hour in its row.</param>
/// <param name="IsOutbound">Whether it was called.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberCount(long Code, byte Quarter, bool IsOutbound)
{
    /// <summary>A number, the quarter with the direction, and the changes of calls and missed calls.</summary>
    public const int Bytes = 11;

    private const byte OutboundBit = 0x80;

    /// <summary>The code of a number's key. That of a foreign number with its <c>+</c> is negative.</summary>
    public static long CodeOf(string key) => key is ['+', .. var digits] ? -CodeOf(digits) : long.Parse("1" + key, CultureInfo.InvariantCulture);

    /// <summary>The number's key.</summary>
    public static string KeyOf(long code) => code < 0 ? "+" + KeyOf(-code) : code.ToString(CultureInfo.InvariantCulture)[1..];

    public void Write(Span<byte> bytes, sbyte calls, sbyte missed)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Code);
        bytes[8] = (byte)(Quarter | (IsOutbound ? OutboundBit : 0));
        bytes[9] = (byte)calls;
        bytes[10] = (byte)missed;
    }

    public static (NumberCount Of, int Calls, int Missed) Read(ReadOnlySpan<byte> bytes) => (
        new NumberCount(BinaryPrimitives.ReadInt64LittleEndian(bytes), (byte)(bytes[8] & ~OutboundBit), (bytes[8] & OutboundBit) != 0),
        (sbyte)bytes[9],
        (sbyte)bytes[10]);
}
