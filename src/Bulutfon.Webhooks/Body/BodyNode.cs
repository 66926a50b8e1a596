using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks;

/// <summary>The kinds of JSON value.</summary>
internal enum BodyKind : byte
{
    Null,
    False,
    True,
    Number,
    String,
    Object,
    Array,
}

/// <summary>One value of a body. Texts are slices of the tree's bytes; relatives are indexes of its nodes, -1 for none.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct BodyNode
{
    public BodyKind Kind;

    /// <summary>The name has JSON escapes.</summary>
    public bool NameEscaped;

    /// <summary>The text has JSON escapes.</summary>
    public bool Escaped;

    /// <summary>Bound to a typed field already.</summary>
    public bool Taken;

    public int NameStart;
    public int NameLength;
    public int Start;
    public int Length;
    public int Parent;
    public int FirstChild;
    public int LastChild;
    public int NextSibling;
    public int ChildCount;
}
