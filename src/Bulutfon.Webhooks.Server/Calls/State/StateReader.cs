using System.Text;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Reads what <see cref="StateWriter"/> wrote; bytes that it cannot have written are an <see cref="InvalidDataException"/>.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The time that all others are near to.</summary>
    public long BaseTime { get; set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            throw Damaged();
        }

        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        _ => throw Damaged(),
    };

    public long Number()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public long Time() => unchecked(BaseTime + Number());

    public long? OptionalTime() => Flag() ? Time() : null;

    public long? OptionalNumber() => Flag() ? Number() : null;

    public string? Text()
    {
        var head = Unsigned();
        if (head == 0)
        {
            return null;
        }

        if ((head & 1) == 1)
        {
            return StateWords.At(head >> 1) ?? throw Damaged();
        }

        var length = (head >> 1) - 1;
        if (length > (ulong)_rest.Length)
        {
            throw Damaged();
        }

        var text = Encoding.UTF8.GetString(_rest[..(int)length]);
        _rest = _rest[(int)length..];
        return text;
    }

    /// <summary>How many elements follow.</summary>
    public int Count(int limit) => Unsigned() is var count && count <= (ulong)limit ? (int)count : throw Damaged();

    public static InvalidDataException Damaged() => new("The bytes are no state of a call.");
}
