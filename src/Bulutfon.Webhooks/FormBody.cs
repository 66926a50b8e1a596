using System.Text;
using System.Text.Unicode;

namespace Bulutfon.Webhooks;

/// <summary>
/// Reads an x-www-form-urlencoded body into the tree that the same event would be as JSON, in any of the conventions in
/// which encoders flatten nested fields: <c>a[b][0][c]</c> (PHP, qs, jQuery), <c>a[b][][c]</c> (Rack, Rails), <c>a.b[0].c</c>
/// (dotted), and JSON in one field. A later value of a key replaces an earlier one, and a nested value a plain one.
/// </summary>
internal sealed class FormBody
{
    private readonly BodyTree _tree;
    private readonly FormKeyIndex _children;

    private FormBody(BodyTree tree)
    {
        _tree = tree;
        _children = new FormKeyIndex(tree);
    }

    /// <summary>Reads the form from an offset on; null when it could be read.</summary>
    public static WebhookBodyError? Read(BodyTree tree, ReadOnlySpan<byte> body, int start)
    {
        tree.BeginDecoding(body.Length);
        tree.Add(-1, BodyKind.Object);
        var error = new FormBody(tree).ReadPairs(body, start);
        if (error is null)
        {
            FormLists.Make(tree);
        }

        return error;
    }

    private WebhookBodyError? ReadPairs(ReadOnlySpan<byte> body, int start)
    {
        for (var at = start; at < body.Length;)
        {
            var rest = body[at..];
            var end = rest.IndexOf((byte)'&');
            var pair = end < 0 ? rest : rest[..end];
            if (!pair.IsEmpty)
            {
                if (!ReadPair(pair))
                {
                    return new(WebhookBodyErrorCodes.TooDeep, $"The key at byte {at} is nested deeper than {WebhookEventParser.MaxDepth} levels.", null, at);
                }

                if (_tree.Keys > WebhookEventParser.MaxKeys)
                {
                    return JsonBody.TooManyKeys(null, at);
                }
            }

            at += pair.Length + 1;
        }

        return null;
    }

    private bool ReadPair(ReadOnlySpan<byte> pair)
    {
        var equals = pair.IndexOf((byte)'=');
        var key = Decode(equals < 0 ? pair : pair[..equals]);
        Span<Range> segments = stackalloc Range[WebhookEventParser.MaxDepth];
        var count = FormKey.Split(_tree.Text.Slice(key.Start, key.Length), segments);
        if (count < 0)
        {
            return false;
        }

        // Counted as the keys that they would be in JSON: the pair, and each new object or list that is no element of a list.
        _tree.Keys++;
        var target = 0;
        for (var i = 0; i < count; i++)
        {
            var known = _tree.Count;
            target = Descend(target, key.Start, segments[i..count]);
            if (i + 1 < count && _tree.Count > known && !FormLists.IsElement(_tree.Name(target)))
            {
                _tree.Keys++;
            }
        }

        if (!_tree.IsContainer(target))
        {
            ref var node = ref _tree[target];
            node.Kind = equals < 0 ? BodyKind.Null : BodyKind.String;
            if (equals >= 0)
            {
                (node.Start, node.Length) = Decode(pair[(equals + 1)..]);
            }
        }

        return true;
    }

    /// <summary>The child that the first segment names, made if it is new.</summary>
    private int Descend(int parent, int keyStart, ReadOnlySpan<Range> segments)
    {
        if (!_tree.IsContainer(parent))
        {
            _tree[parent].Kind = BodyKind.Object;
        }

        var (offset, length) = Bounds(segments[0]);
        var child = length == 0
            ? Appended(parent, keyStart, segments[1..])
            : _children.Find(parent, _tree.Text.Slice(keyStart + offset, length));
        if (child < 0)
        {
            child = _tree.Add(parent, BodyKind.Null);
            ref var node = ref _tree[child];
            (node.NameStart, node.NameLength) = (keyStart + offset, length);
            _children.Added(parent, child);
        }

        return child;
    }

    /// <summary>
    /// Rack's rule for <c>[]</c>: the next element begins when the rest of the key has been seen in the current one; a rest
    /// that goes through another <c>[]</c> never begins one, and a plain value is an element by itself.
    /// </summary>
    private int Appended(int parent, int keyStart, ReadOnlySpan<Range> rest)
    {
        var current = _tree[parent].LastChild;
        if (rest.IsEmpty || current < 0 || _tree[current].NameLength > 0 || !_tree.IsContainer(current))
        {
            return -1;
        }

        var seen = current;
        foreach (var segment in rest)
        {
            var (offset, length) = Bounds(segment);
            if (length == 0)
            {
                return current;
            }

            if (seen >= 0)
            {
                seen = _children.Find(seen, _tree.Text.Slice(keyStart + offset, length));
            }
        }

        return seen >= 0 ? -1 : current;
    }

    private static (int Offset, int Length) Bounds(Range segment) =>
        (segment.Start.Value, segment.End.Value - segment.Start.Value);

    /// <summary>Decodes <c>+</c> and percent escapes; a bad escape stays as it is, as browsers and PHP have it.</summary>
    private (int Start, int Length) Decode(ReadOnlySpan<byte> encoded)
    {
        var target = _tree.Reserve(encoded.Length);
        var length = 0;
        while (!encoded.IsEmpty)
        {
            var plain = encoded.IndexOfAny((byte)'%', (byte)'+');
            var run = plain < 0 ? encoded.Length : plain;
            encoded[..run].CopyTo(target[length..]);
            length += run;
            if (plain < 0)
            {
                break;
            }

            encoded = encoded[run..];
            if (encoded is [(byte)'%', var high, var low, ..] && char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low))
            {
                target[length++] = (byte)((HexValue(high) << 4) | HexValue(low));
                encoded = encoded[3..];
            }
            else
            {
                target[length++] = encoded[0] == '+' ? (byte)' ' : encoded[0];
                encoded = encoded[1..];
            }
        }

        var text = target[..length];
        if (Utf8.IsValid(text))
        {
            return (_tree.Commit(length), length);
        }

        // A text that is not UTF-8 keeps the call: what cannot be read becomes U+FFFD, which is longer.
        var repaired = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        repaired.CopyTo(_tree.Reserve(repaired.Length));
        return (_tree.Commit(repaired.Length), repaired.Length);
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit & ~0x20) - 'A' + 10;
}
