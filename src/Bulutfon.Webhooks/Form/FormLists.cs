using System.Buffers.Text;

namespace Bulutfon.Webhooks;

/// <summary>Decides, once a form is read whole, which of its nested values are lists.</summary>
internal static class FormLists
{
    public static void Make(BodyTree tree)
    {
        // The root is an object whatever its keys are.
        for (var index = 1; index < tree.Count; index++)
        {
            if (tree[index].Kind == BodyKind.Object)
            {
                Classify(tree, index);
            }
        }
    }

    /// <summary>Whether the name is that of an element of a list: empty or a number.</summary>
    public static bool IsElement(ReadOnlySpan<byte> name) => name.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static void Classify(BodyTree tree, int container)
    {
        var appended = 0;
        var numbered = 0;
        for (var child = tree[container].FirstChild; child >= 0; child = tree[child].NextSibling)
        {
            var name = tree.Name(child);
            appended += name.IsEmpty ? 1 : 0;
            numbered += IsIndex(name) ? 1 : 0;
        }

        var count = tree[container].ChildCount;
        if (appended > 0 && appended < count)
        {
            NumberAppended(tree, container);
        }

        if (numbered > 0 && numbered + appended == count)
        {
            // An index orders; it never allocates: a list with the one index 2147483647 has one element.
            SortByIndex(tree, container);
        }

        if (numbered + appended == count)
        {
            tree[container].Kind = BodyKind.Array;
        }
    }

    private static bool IsIndex(ReadOnlySpan<byte> name) => !name.IsEmpty && IsElement(name);

    private static void SortByIndex(BodyTree tree, int container)
    {
        var children = new int[tree[container].ChildCount];
        var count = 0;
        var sorted = true;
        for (var child = tree[container].FirstChild; child >= 0; child = tree[child].NextSibling)
        {
            sorted &= count == 0 || Compare(tree, children[count - 1], child) <= 0;
            children[count++] = child;
        }

        if (sorted)
        {
            return;
        }

        Array.Sort(children, (left, right) => Compare(tree, left, right) is var order and not 0 ? order : left.CompareTo(right));
        for (var i = 0; i < count; i++)
        {
            tree[children[i]].NextSibling = i + 1 < count ? children[i + 1] : -1;
        }

        tree[container].FirstChild = children[0];
        tree[container].LastChild = children[^1];
    }

    private static int Compare(BodyTree tree, int left, int right)
    {
        var a = tree.Name(left).TrimStart((byte)'0');
        var b = tree.Name(right).TrimStart((byte)'0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    /// <summary>Beside other names <c>[]</c> is the number after the highest so far, as in PHP.</summary>
    private static void NumberAppended(BodyTree tree, int container)
    {
        var next = 0L;
        for (var child = tree[container].FirstChild; child >= 0; child = tree[child].NextSibling)
        {
            if (tree[child].NameLength == 0)
            {
                Utf8Formatter.TryFormat(next++, tree.Reserve(20), out var length);
                tree[child].NameStart = tree.Commit(length);
                tree[child].NameLength = length;
            }
            else if (IsIndex(tree.Name(child)) && Utf8Parser.TryParse(tree.Name(child), out int index, out _))
            {
                next = Math.Max(next, index + 1L);
            }
        }
    }
}
