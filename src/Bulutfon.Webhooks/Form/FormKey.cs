using System.Buffers;
using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks;

/// <summary>Takes a form key apart: <c>cdr[callflow][0][callee]</c>, <c>cdr[callflow][][callee]</c>, <c>cdr.callflow[0].callee</c>.</summary>
internal static class FormKey
{
    private static readonly SearchValues<byte> Words = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"u8);

    /// <summary>
    /// Finds the segments; an empty one is <c>[]</c>. A key that does not follow the grammar is one segment, taken literally.
    /// </summary>
    /// <returns>The number of segments, -1 if there are more than <paramref name="segments"/> holds.</returns>
    public static int Split(ReadOnlySpan<byte> key, Span<FormKeySegment> segments)
    {
        if (key.IsEmpty)
        {
            segments[0] = default;
            return 1;
        }

        var count = 0;
        for (var at = 0; at < key.Length;)
        {
            var bracket = key[at] == '[';
            var start = bracket || (at > 0 && key[at] == '.') ? at + 1 : at;
            var length = bracket ? key[start..].IndexOf((byte)']') : key[start..].IndexOfAny((byte)'[', (byte)'.');
            var end = length < 0 ? key.Length : start + length;
            if ((bracket ? length < 0 || at == 0 : end == start) || (at > 0 && start == at))
            {
                segments[0] = new(0, key.Length);
                return 1;
            }

            if (count == segments.Length)
            {
                return -1;
            }

            segments[count++] = new(start, end - start);
            at = bracket ? end + 1 : end;
        }

        return count;
    }

    /// <summary>
    /// The last name of a key as it is sent, if that is a plain word in brackets: <c>callee</c> of <c>cdr%5Bcallee%5D</c>. Whatever
    /// stands before it is then the same key without it.
    /// </summary>
    public static FormKeySegment LastName(ReadOnlySpan<byte> sentKey)
    {
        var end = sentKey.EndsWith("%5D"u8) ? sentKey.Length - 3 : sentKey.EndsWith("]"u8) ? sentKey.Length - 1 : 0;
        var start = sentKey[..end].LastIndexOfAnyExcept(Words) + 1;
        if (start == 0)
        {
            return default;
        }

        // The escape's digits are plain characters too.
        const int Digits = 2;
        var isEscaped = sentKey[(start - 1)..end].StartsWith("%5B"u8);
        start += isEscaped ? Digits : 0;
        return (isEscaped || sentKey[start - 1] == '[') && start < end ? new(start, end - start) : default;
    }
}

/// <summary>Where a segment stands in its key.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FormKeySegment(int Start, int Length);
