using System.Buffers;
using System.Text;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>Writes numbers as variable-length integers and texts as words or UTF-8. Beside the bytes it gives, it allocates nothing.</summary>
/// <param name="baseTime">The time that all others are near to, so that they are short.</param>
internal ref struct StateWriter(long baseTime)
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512);
    private int _length;

    public void Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void Number(long value)
    {
        // Zigzag: small numbers of either sign are short.
        Unsigned((ulong)((value << 1) ^ (value >> 63)));
    }

    public void Unsigned(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    public void Time(long value) => Number(unchecked(value - baseTime));

    public void Time(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is not null)
        {
            Time(value.Value);
        }
    }

    public void Number(long? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is not null)
        {
            Number(value.Value);
        }
    }

    /// <summary>0 is no text, an odd number a word, an even one the length of the UTF-8 that follows.</summary>
    public void Text(string? text)
    {
        if (text is null)
        {
            Byte(0);
            return;
        }

        if (StateWords.Find(text) is >= 0 and var word)
        {
            Unsigned(((ulong)word << 1) | 1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Unsigned((ulong)(length + 1) << 1);
        Reserve(length);
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }

    /// <summary>The bytes; the writer cannot be used after it.</summary>
    public readonly byte[] Finish()
    {
        var bytes = _buffer.AsSpan(0, _length).ToArray();
        ArrayPool<byte>.Shared.Return(_buffer);
        return bytes;
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
