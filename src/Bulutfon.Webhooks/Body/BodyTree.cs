using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks;

/// <summary>
/// The one tree that a JSON body and a form body both become: a flat array of nodes over the bytes of their texts.
/// Reused by the parser, so that a usual body allocates nothing here.
/// </summary>
internal sealed class BodyTree
{
    private const int InitialNodes = 128;
    private const int MaxRetainedNodes = 4096;
    private const int MaxRetainedBytes = 32 * 1024;

    private BodyNode[] _nodes = new BodyNode[InitialNodes];
    private byte[] _text = [];
    private int _origin;
    private int _length;
    private bool _owned;
    private byte[] _decoded = [];
    private byte[] _scratch = [];

    public int Count { get; private set; }

    /// <summary>Property names so far, in nested JSON texts too; at most <see cref="WebhookEventParser.MaxKeys"/>.</summary>
    public int Keys { get; set; }

    /// <summary>The sum of the leaf hashes: the same for every order of the fields.</summary>
    public ulong ContentHash { get; set; }

    public ReadOnlySpan<byte> Text => _text.AsSpan(_origin, _length);

    public ref BodyNode this[int index] => ref _nodes[index];

    /// <summary>Begins a tree over a JSON text.</summary>
    public void Begin(ReadOnlyMemory<byte> json)
    {
        if (MemoryMarshal.TryGetArray(json, out var segment))
        {
            Begin(segment.Array!, segment.Offset, segment.Count, owned: false);
        }
        else
        {
            Begin(json.ToArray(), 0, json.Length, owned: true);
        }
    }

    /// <summary>Begins a tree whose texts are decoded as it grows: <see cref="Reserve"/>, then <see cref="Commit"/>.</summary>
    public void BeginDecoding(int capacity)
    {
        if (_decoded.Length < capacity)
        {
            _decoded = new byte[capacity];
        }

        Begin(_decoded, 0, 0, owned: true);
    }

    /// <summary>Room for so many bytes behind the text so far.</summary>
    public Span<byte> Reserve(int size)
    {
        if (!_owned || _text.Length - _length < size)
        {
            var longer = new byte[Math.Max(_length * 2, _length + size)];
            Text.CopyTo(longer);
            (_text, _origin, _owned) = (longer, 0, true);
        }

        return _text.AsSpan(_length);
    }

    /// <summary>Takes so many of the reserved bytes into the text, and says where they begin.</summary>
    public int Commit(int size)
    {
        var start = _length;
        _length += size;
        return start;
    }

    /// <summary>Keeps no more memory than a usual body needs.</summary>
    public void End()
    {
        Begin([], 0, 0, owned: false);
        if (_nodes.Length > MaxRetainedNodes)
        {
            _nodes = new BodyNode[InitialNodes];
        }

        if (_scratch.Length > MaxRetainedBytes)
        {
            _scratch = [];
        }

        if (_decoded.Length > MaxRetainedBytes)
        {
            _decoded = [];
        }
    }

    private void Begin(byte[] text, int origin, int length, bool owned)
    {
        (_text, _origin, _length, _owned) = (text, origin, length, owned);
        Keys = 0;
        Count = 0;
        ContentHash = 0;
    }

    public int Add(int parent, BodyKind kind)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _nodes.Length * 2);
        }

        var index = Count++;
        _nodes[index] = new BodyNode { Kind = kind, Parent = parent, FirstChild = -1, LastChild = -1, NextSibling = -1 };
        if (parent >= 0)
        {
            ref var above = ref _nodes[parent];
            if (above.LastChild < 0)
            {
                above.FirstChild = index;
            }
            else
            {
                _nodes[above.LastChild].NextSibling = index;
            }

            above.LastChild = index;
            above.ChildCount++;
        }

        return index;
    }

    /// <summary>Takes a child out of the row of its siblings; it still leads to the next one.</summary>
    /// <param name="parent">Its parent.</param>
    /// <param name="before">The sibling before it that is still in the row; -1 if there is none.</param>
    /// <param name="child">The child.</param>
    public void Unlink(int parent, int before, int child)
    {
        var next = _nodes[child].NextSibling;
        if (before < 0)
        {
            _nodes[parent].FirstChild = next;
        }
        else
        {
            _nodes[before].NextSibling = next;
        }
    }

    /// <summary>Whether the name is this one. Inlined, because most names differ by their length already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NameEquals(int index, ReadOnlySpan<byte> name)
    {
        ref var node = ref _nodes[index];
        return node.NameLength == name.Length
            ? !node.NameEscaped && Text.Slice(node.NameStart, name.Length).SequenceEqual(name)
            : node.NameEscaped && EscapedNameEquals(ref node, name);
    }

    /// <summary>The name as UTF-8 without escapes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Name(int index)
    {
        ref var node = ref _nodes[index];
        return node.NameEscaped ? Unescaped(node.NameStart, node.NameLength) : Text.Slice(node.NameStart, node.NameLength);
    }

    /// <summary>A scalar's text as UTF-8 without escapes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Scalar(int index)
    {
        ref var node = ref _nodes[index];
        return node.Kind switch
        {
            BodyKind.True => "true"u8,
            BodyKind.False => "false"u8,
            BodyKind.Null => default,
            _ => node.Escaped ? Unescaped(node.Start, node.Length) : Text.Slice(node.Start, node.Length),
        };
    }

    public bool IsContainer(int index) => _nodes[index].Kind >= BodyKind.Object;

    /// <summary>Null, an empty text and a missing key are the same thing: a form cannot tell them apart.</summary>
    public bool IsEmpty(int index)
    {
        ref var node = ref _nodes[index];
        return node.Kind == BodyKind.Null || (node.Kind == BodyKind.String && node.Length == 0);
    }

    /// <summary>The children that no field took, by name: of a name that occurs twice the last. Null if there are none.</summary>
    public Dictionary<string, int>? Untaken(int index)
    {
        Dictionary<string, int>? untaken = null;
        for (var child = _nodes[index].FirstChild; child >= 0; child = _nodes[child].NextSibling)
        {
            if (!_nodes[child].Taken)
            {
                untaken ??= new Dictionary<string, int>(StringComparer.Ordinal);
                untaken[Encoding.UTF8.GetString(Name(child))] = child;
            }
        }

        return untaken;
    }

    /// <summary>An escape is longer than what it stands for, at most six times.</summary>
    private bool EscapedNameEquals(ref BodyNode node, ReadOnlySpan<byte> name) =>
        node.NameLength > name.Length && node.NameLength <= 6 * name.Length && Unescaped(node.NameStart, node.NameLength).SequenceEqual(name);

    private ReadOnlySpan<byte> Unescaped(int start, int length)
    {
        // The reader wants the quotes, which stand around every escaped text.
        var reader = new Utf8JsonReader(Text.Slice(start - 1, length + 2));
        reader.Read();
        if (_scratch.Length < length)
        {
            _scratch = new byte[Math.Max(256, length)];
        }

        return _scratch.AsSpan(0, reader.CopyString(_scratch));
    }
}
