using System.Buffers;
using System.Text;

namespace Bulutfon.Webhooks;

/// <summary>Takes outer white space and invisible characters off a value of a body.</summary>
internal static class OuterSpace
{
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        // Nearly every value begins and ends with a visible ASCII character.
        if (text.IsEmpty || (text[0] is > 0x20 and < 0x7F && text[^1] is > 0x20 and < 0x7F))
        {
            return text;
        }

        while (Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done && NumberCharacters.IsOuterSpace(first))
        {
            text = text[length..];
        }

        while (Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && NumberCharacters.IsOuterSpace(last))
        {
            text = text[..^length];
        }

        return text;
    }

    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out var first, out var length) == OperationStatus.Done && NumberCharacters.IsOuterSpace(first))
        {
            start += length;
        }

        while (start < end && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var last, out var length) == OperationStatus.Done && NumberCharacters.IsOuterSpace(last))
        {
            end -= length;
        }

        return text[start..end];
    }
}
