using System.Text;
using System.Text.Unicode;

namespace Bulutfon.Webhooks;

/// <summary>
/// Reads an x-www-form-urlencoded body into the tree that the same event would be as JSON, in any of the conventions in
/// which encoders flatten nested fields: <c>a[b][0][c]</c> (PHP, qs, jQuery), <c>a[b][][c]</c> (Rack, Rails), <c>a.b[0].c</c>
/// (dotted), and JSON in one field. A later value of a key replaces an earlier one, and a nested value a plain one.
/// </summary>
internal ref struct FormBody
{
    private readonly BodyTree _tree;
    private readonly FormKeyIndex _children;
    private readonly ReadOnlySpan<byte> _body;

    /// <summary>The key of the pair before, as it was sent, up to its last name; empty if it was not nested.</summary>
    private ReadOnlySpan<byte> _prefix;

    /// <summary>What that leads to.</summary>
    private int _parent;

    private static ReadOnlySpan<byte> LineBreaks => "\r\n"u8;

    private FormBody(BodyTree tree, ReadOnlySpan<byte> body)
    {
        _tree = tree;
        _children = new FormKeyIndex(tree);
        _body = body;
    }

    /// <summary>Reads the form from an offset on; null when it could be read.</summary>
    public static WebhookBodyError? Read(BodyTree tree, ReadOnlySpan<byte> body, int start)
    {
        tree.BeginDecoding(body.Length);
        tree.Add(-1, BodyKind.Object);
        var error = new FormBody(tree, body).ReadPairs(start);
        if (error is null)
        {
            FormLists.Make(tree);
        }

        return error;
    }

    private WebhookBodyError? ReadPairs(int start)
    {
        Span<FormKeySegment> segments = stackalloc FormKeySegment[WebhookEventParser.MaxDepth];
        for (var at = start; at < _body.Length;)
        {
            var pair = NextPair(_body[at..]);
            if (!pair.Trim(LineBreaks).IsEmpty)
            {
                if (!ReadPair(pair, segments))
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

    /// <summary>
    /// The bytes up to the next <c>&amp;</c>, or up to a line break after which another key begins: encoders escape the line breaks of a value, so a bare one is
    /// the end of a line that somebody wrote.
    /// </summary>
    private static ReadOnlySpan<byte> NextPair(ReadOnlySpan<byte> rest)
    {
        for (var at = 0; at < rest.Length;)
        {
            var length = rest[at..].IndexOfAny((byte)'&', (byte)'\r', (byte)'\n');
            if (length < 0)
            {
                break;
            }

            at += length;
            if (rest[at] == (byte)'&' || at == 0 || BeginsPair(rest[at..].TrimStart(LineBreaks)))
            {
                return rest[..at];
            }

            at++;
        }

        return rest;
    }

    private static bool BeginsPair(ReadOnlySpan<byte> line) =>
        line.IsEmpty || line[0] == (byte)'&' || line[..(line.IndexOfAny((byte)'&', (byte)'\r', (byte)'\n') is >= 0 and var end ? end : line.Length)].Contains((byte)'=');

    private bool ReadPair(ReadOnlySpan<byte> pair, scoped Span<FormKeySegment> segments)
    {
        pair = pair.TrimStart(" \t\r\n"u8);
        var equals = pair.IndexOf((byte)'=');
        var target = Target(equals < 0 ? pair : pair[..equals], segments);
        if (target < 0)
        {
            return false;
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

    /// <summary>The node that a key leads to, made if it is new; -1 if it is too deep.</summary>
    private int Target(ReadOnlySpan<byte> sentKey, scoped Span<FormKeySegment> segments)
    {
        // Counted as the keys that they would be in JSON: the pair, and each new object or list that is no element of a list.
        _tree.Keys++;
        var lastName = FormKey.LastName(sentKey);
        if (lastName.Length > 0 && _prefix.Length == lastName.Start && sentKey.StartsWith(_prefix))
        {
            return Descend(_parent, Decode(sentKey.Slice(lastName.Start, lastName.Length)).Start, [new(0, lastName.Length)]);
        }

        var key = Decode(sentKey);
        var count = FormKey.Split(_tree.Text.Slice(key.Start, key.Length), segments);
        var target = count < 0 ? -1 : 0;
        var isNamed = lastName.Length > 0 && count > 1 && segments[count - 1].Length == lastName.Length;
        for (var i = 0; i < count; i++)
        {
            _parent = target;
            var known = _tree.Count;
            target = Descend(target, key.Start, segments[i..count]);
            isNamed &= segments[i].Length > 0;
            if (i + 1 < count && _tree.Count > known && !FormLists.IsElement(_tree.Name(target)))
            {
                _tree.Keys++;
            }
        }

        // Where [] leads depends on what follows it.
        _prefix = isNamed ? sentKey[..lastName.Start] : default;
        return target;
    }

    /// <summary>The child that the first segment names, made if it is new.</summary>
    private readonly int Descend(int parent, int keyStart, scoped ReadOnlySpan<FormKeySegment> segments)
    {
        if (!_tree.IsContainer(parent))
        {
            _tree[parent].Kind = BodyKind.Object;
        }

        var (offset, length) = segments[0];
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
    private readonly int Appended(int parent, int keyStart, scoped ReadOnlySpan<FormKeySegment> rest)
    {
        var current = _tree[parent].LastChild;
        if (rest.IsEmpty || current < 0 || _tree[current].NameLength > 0 || !_tree.IsContainer(current))
        {
            return -1;
        }

        var seen = current;
        foreach (var (offset, length) in rest)
        {
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

    /// <summary>Decodes <c>+</c> and percent escapes; a bad escape stays as it is, as browsers and PHP have it.</summary>
    private readonly (int Start, int Length) Decode(ReadOnlySpan<byte> encoded)
    {
        var target = _tree.Reserve(encoded.Length);
        var plain = encoded.IndexOfAny((byte)'%', (byte)'+');
        if (plain < 0)
        {
            encoded.CopyTo(target);
            return Valid(target[..encoded.Length]);
        }

        encoded[..plain].CopyTo(target);
        var length = plain;
        for (var at = plain; at < encoded.Length; at++)
        {
            var next = encoded[at];
            if (next == '%' && at + 2 < encoded.Length && HexValue(encoded[at + 1]) is >= 0 and var high && HexValue(encoded[at + 2]) is >= 0 and var low)
            {
                next = (byte)((high << 4) | low);
                at += 2;
            }
            else if (next == '+')
            {
                next = (byte)' ';
            }

            target[length++] = next;
        }

        return Valid(target[..length]);
    }

    /// <summary>A text that is not UTF-8 keeps the call: what cannot be read becomes U+FFFD, which is longer.</summary>
    private readonly (int Start, int Length) Valid(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return (_tree.Commit(text.Length), text.Length);
        }

        var repaired = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text));
        repaired.CopyTo(_tree.Reserve(repaired.Length));
        return (_tree.Commit(repaired.Length), repaired.Length);
    }

    /// <summary>-1 if it is no hexadecimal digit.</summary>
    private static int HexValue(byte digit) =>
        (uint)(digit - '0') <= 9 ? digit - '0'
        : (uint)((digit | 0x20) - 'a') <= 5 ? (digit | 0x20) - 'a' + 10
        : -1;
}
