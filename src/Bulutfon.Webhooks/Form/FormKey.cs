namespace Bulutfon.Webhooks;

/// <summary>Takes a form key apart: <c>cdr[callflow][0][callee]</c>, <c>cdr[callflow][][callee]</c>, <c>cdr.callflow[0].callee</c>.</summary>
internal static class FormKey
{
    /// <summary>
    /// Finds the segments; an empty one is <c>[]</c>. A key that does not follow the grammar is one segment, taken literally.
    /// </summary>
    /// <returns>The number of segments, -1 if there are more than <paramref name="segments"/> holds.</returns>
    public static int Split(ReadOnlySpan<byte> key, Span<Range> segments)
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
                segments[0] = ..key.Length;
                return 1;
            }

            if (count == segments.Length)
            {
                return -1;
            }

            segments[count++] = start..end;
            at = bracket ? end + 1 : end;
        }

        return count;
    }
}
