using System.IO.Hashing;

namespace Bulutfon.Webhooks;

/// <summary>
/// Finds a child by name: few by looking, many by a dictionary, so that thousands of hostile keys cost no more each than a
/// few do.
/// </summary>
internal sealed class FormKeyIndex(BodyTree tree)
{
    private const int Few = 16;

    // Names chosen to collide would need to know it.
    private static readonly long Seed = Random.Shared.NextInt64();

    private Dictionary<(int Parent, ulong Name), int>? _many;

    public int Find(int parent, ReadOnlySpan<byte> name)
    {
        // Those of one object mostly stand together.
        if (tree[parent].LastChild is >= 0 and var last && tree.NameEquals(last, name))
        {
            return last;
        }

        if (_many is not null && tree[parent].ChildCount > Few)
        {
            return _many.TryGetValue((parent, Hash(name)), out var found) ? found : -1;
        }

        for (var child = tree[parent].FirstChild; child >= 0; child = tree[child].NextSibling)
        {
            if (tree.NameEquals(child, name))
            {
                return child;
            }
        }

        return -1;
    }

    public void Added(int parent, int child)
    {
        var count = tree[parent].ChildCount;
        if (count <= Few)
        {
            return;
        }

        _many ??= [];
        if (count > Few + 1)
        {
            _many[(parent, Hash(tree.Name(child)))] = child;
            return;
        }

        for (var each = tree[parent].FirstChild; each >= 0; each = tree[each].NextSibling)
        {
            _many[(parent, Hash(tree.Name(each)))] = each;
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> name) => XxHash3.HashToUInt64(name, Seed);
}
