using System.Text.Json;

namespace Bulutfon.Webhooks;

/// <content>What is nested in an object, and what is left of it.</content>
internal readonly partial struct BodyObject
{
    /// <summary>
    /// The object that a relay put into one of another: where the usual field is missing, that of a field, or of the only one, as an object or as its JSON text. Its
    /// content hash is that of the same object alone.
    /// </summary>
    /// <param name="usual">A field that every object has.</param>
    /// <param name="wrapper">The field that relays use.</param>
    public BodyObject Unwrapped(ReadOnlySpan<byte> usual, ReadOnlySpan<byte> wrapper)
    {
        if (Find(usual) >= 0)
        {
            return this;
        }

        var first = tree[index].FirstChild;
        var child = Find(wrapper) is >= 0 and var found ? found
            : first >= 0 && tree[first].NextSibling < 0 ? first
            : -1;
        var container = child < 0 ? -1 : Container(child);
        return container >= 0 && tree[container].Kind == BodyKind.Object ? new BodyObject(tree, container, path, level + 1) : this;
    }

    /// <summary>A nested object, or the JSON text of one.</summary>
    public T? Object<T>(ReadOnlySpan<byte> name, Func<BodyObject, T> bind)
        where T : class
    {
        var child = Find(name);
        var container = child < 0 ? -1 : Container(child);
        if (container < 0 || tree[container].Kind != BodyKind.Object)
        {
            return null;
        }

        tree[child].Taken = true;
        return bind(new BodyObject(tree, container, PathOf(name), level + 1));
    }

    /// <summary>A nested list of objects, or the JSON text of one.</summary>
    public IReadOnlyList<T>? List<T>(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias, Func<BodyObject, T> bind)
        where T : class
    {
        var child = FindOrAlias(name, alias);
        var container = child < 0 ? -1 : Container(child);
        if (container < 0 || !IsListOfObjects(container))
        {
            return null;
        }

        tree[child].Taken = true;
        var items = new List<T>(tree[container].ChildCount);
        var listPath = PathOf(name);
        for (var item = tree[container].FirstChild; item >= 0; item = tree[item].NextSibling)
        {
            items.Add(bind(new BodyObject(tree, item, BodyHash.Element(listPath, items.Count), level + 2)));
        }

        return items.Count == 0 ? null : items;
    }

    /// <summary>
    /// <see cref="Rest"/> of an event. Documented fields that the event's own type does not have get their canonical form
    /// there too; a sender's own <c>occurred_at</c>, or a <c>timestamp</c> that is no time, makes room for ours: it is kept as
    /// <c>sent_occurred_at</c>, <c>sent_timestamp</c>.
    /// </summary>
    public Dictionary<string, JsonElement>? RestOfEvent() => EventFields.RestOf(this);

    /// <summary>Everything that no field took, as it came; null if that is nothing.</summary>
    /// <param name="reserved">Names that are ours to write: a field of that name gets another one.</param>
    public Dictionary<string, JsonElement>? Rest(params ReadOnlySpan<string> reserved)
    {
        if (tree.Untaken(index) is not { } children)
        {
            return null;
        }

        foreach (var name in reserved)
        {
            if (children.Remove(name, out var child))
            {
                children[FreeName(children, name)] = child;
            }
        }

        var rest = new Dictionary<string, JsonElement>(children.Count, StringComparer.Ordinal);
        foreach (var (name, child) in children)
        {
            rest[name] = BodyElement.Of(tree, child, BodyHash.Name(path, name));
        }

        return rest;
    }

    private static string FreeName(Dictionary<string, int> children, string name)
    {
        do
        {
            name = "sent_" + name;
        }
        while (children.ContainsKey(name));

        return name;
    }

    /// <summary>The container itself, or the one that a JSON text holds; -1 if it is neither. An empty value counts as taken.</summary>
    private int Container(int child)
    {
        if (tree.IsContainer(child))
        {
            return child;
        }

        if (tree.IsEmpty(child))
        {
            tree[child].Taken = true;
            return -1;
        }

        if (tree[child].Kind != BodyKind.String || OuterSpace.Trim(tree.Scalar(child)) is not [(byte)'{' or (byte)'[', ..] text)
        {
            return -1;
        }

        var start = tree.Commit(JsonText(text));
        var root = tree.Count;
        return JsonBody.Read(tree, start, level) is null ? root : -1;
    }

    /// <summary>Copies the text to the tree's end, where it can be read; from Python's notation into JSON's if it is that.</summary>
    private int JsonText(ReadOnlySpan<byte> text)
    {
        if (PythonLiteral.IsLikely(text))
        {
            return PythonLiteral.ToJson(text, tree.Reserve(PythonLiteral.MaxGrowth * text.Length));
        }

        text.CopyTo(tree.Reserve(text.Length));
        return text.Length;
    }

    private bool IsListOfObjects(int container)
    {
        if (tree[container].Kind != BodyKind.Array)
        {
            return false;
        }

        for (var item = tree[container].FirstChild; item >= 0; item = tree[item].NextSibling)
        {
            if (tree[item].Kind != BodyKind.Object)
            {
                return false;
            }
        }

        return true;
    }
}
