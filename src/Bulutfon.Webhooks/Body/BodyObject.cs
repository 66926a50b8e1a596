using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Bulutfon.Webhooks;

/// <summary>
/// An object of a body, from which the records take their fields by name. Taking a field adds it to the content hash; a
/// value of another kind than the field wants is not taken, so that it stays for <see cref="Rest"/>. Of a key that occurs
/// twice the last value counts.
/// </summary>
/// <param name="tree">The tree.</param>
/// <param name="index">The object's node.</param>
/// <param name="path">A hash of the canonical names from the root to here.</param>
/// <param name="level">How deep the object is nested; the root has 1.</param>
internal readonly struct BodyObject(BodyTree tree, int index, ulong path, int level)
{
    /// <summary>Text; numbers and booleans as they are written.</summary>
    public string? Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias = default) =>
        TryTakeScalar(name, alias, out var value) && !value.IsEmpty ? Encoding.UTF8.GetString(Hashed(name, value)) : null;

    /// <summary>Text that is not part of the content hash.</summary>
    public string? KeyText(ReadOnlySpan<byte> name) => TryTakeScalar(name, default, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>Whether there is an object or a list of that name.</summary>
    public bool HasContainer(ReadOnlySpan<byte> name) => Find(name) is >= 0 and var child && tree.IsContainer(child);

    /// <summary>Text with documented values, which cost no new string.</summary>
    public T? Open<T>(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias = default)
        where T : struct, IOpenValue<T> =>
        TryTakeScalar(name, alias, out var value) && !value.IsEmpty ? OpenValueTexts<T>.Get(Hashed(name, value)) : null;

    /// <summary>A phone number, extension, group or menu.</summary>
    public string? Phone(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias = default)
    {
        if (!TryTakeScalar(name, alias, out var value) || BodyScalar.IsNoValue(value))
        {
            return null;
        }

        Span<byte> digits = stackalloc byte[64];
        return Encoding.UTF8.GetString(Hashed(name, BodyScalar.Digits(value, digits)));
    }

    /// <summary>A whole number, also as text or in exponent form.</summary>
    public long? Number(ReadOnlySpan<byte> name)
    {
        var child = Find(name);
        if (child < 0 || tree.IsContainer(child) || !BodyScalar.TryNumber(tree.Scalar(child), out var number))
        {
            return null;
        }

        tree[child].Taken = true;
        if (number is not null)
        {
            Span<byte> text = stackalloc byte[24];
            Utf8Formatter.TryFormat(number.Value, text, out var length);
            Hashed(name, text[..length]);
        }

        return number;
    }

    /// <summary>True or false, in any of the words that encoders have for them.</summary>
    public bool? Boolean(ReadOnlySpan<byte> name)
    {
        var child = Find(name);
        if (child < 0 || tree.IsContainer(child) || !BodyScalar.TryBoolean(tree.Scalar(child), out var value))
        {
            return null;
        }

        tree[child].Taken = true;
        if (value is not null)
        {
            Hashed(name, value.Value ? "true"u8 : "false"u8);
        }

        return value;
    }

    /// <summary>A time with its offset.</summary>
    public DateTimeOffset? Time(ReadOnlySpan<byte> name)
    {
        var child = Find(name);
        if (child < 0 || tree.IsContainer(child) || !BodyScalar.TryTime(tree.Scalar(child), out var time))
        {
            return null;
        }

        tree[child].Taken = true;
        if (time is not null)
        {
            // The instant, so that two ways to write it are one content.
            Span<byte> ticks = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(ticks, time.Value.UtcTicks);
            Hashed(name, ticks);
        }

        return time;
    }

    /// <summary>Takes a time that only repeats another field: an event of ours that is posted again says nothing new by it.</summary>
    public void DropDerivedTime(ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        var child = Find(name);
        if (child >= 0 && !tree.IsContainer(child) && BodyScalar.TryTime(tree.Scalar(child), out var sent) && sent == time)
        {
            tree[child].Taken = true;
        }
    }

    /// <summary>
    /// An epoch time in any unit, as microseconds. False if the value is no number at all. Beside the same time in words, as
    /// we write it, it is in microseconds: the first weeks after the epoch have too few for a guess.
    /// </summary>
    public bool TryTimestamp(ReadOnlySpan<byte> name, ReadOnlySpan<byte> nameInWords, out long? microseconds)
    {
        microseconds = null;
        var child = Find(name);
        if (child < 0)
        {
            return true;
        }

        DateTimeOffset? inWords = null;
        if (Find(nameInWords) is >= 0 and var other && !tree.IsContainer(other))
        {
            BodyScalar.TryTime(tree.Scalar(other), out inWords);
        }

        if (tree.IsContainer(child) || !BodyScalar.TryTimestamp(tree.Scalar(child), inWords, out var inRange, out microseconds))
        {
            return false;
        }

        // A number that no clock shows is kept as the odd value it is.
        tree[child].Taken = inRange;
        return true;
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

    private ulong PathOf(ReadOnlySpan<byte> name) => BodyHash.Name(path, name);

    private ReadOnlySpan<byte> Hashed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        tree.ContentHash += BodyHash.Leaf(PathOf(name), value);
        return value;
    }

    /// <summary>The last child of that name that is not taken; earlier ones of that name count as taken.</summary>
    private int Find(ReadOnlySpan<byte> name)
    {
        var found = -1;
        for (var child = tree[index].FirstChild; child >= 0; child = tree[child].NextSibling)
        {
            if (!tree[child].Taken && tree.NameEquals(child, name))
            {
                if (found >= 0)
                {
                    tree[found].Taken = true;
                }

                found = child;
            }
        }

        return found;
    }

    private int FindOrAlias(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias)
    {
        var child = Find(name);
        if (alias.IsEmpty || (child >= 0 && !tree.IsEmpty(child)))
        {
            return child;
        }

        if (child >= 0)
        {
            tree[child].Taken = true;
        }

        return Find(alias);
    }

    private bool TryTakeScalar(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias, out ReadOnlySpan<byte> value)
    {
        var child = FindOrAlias(name, alias);
        value = default;
        if (child < 0 || tree.IsContainer(child))
        {
            return false;
        }

        tree[child].Taken = true;
        value = tree.Scalar(child);
        return true;
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

        if (tree[child].Kind != BodyKind.String || tree.Scalar(child) is not [(byte)'{' or (byte)'[', ..] text)
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
