using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

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
internal readonly partial struct BodyObject(BodyTree tree, int index, ulong path, int level)
{
    /// <summary>Text; numbers and booleans as they are written.</summary>
    public string? Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias = default) =>
        TryTakeScalar(name, alias, out var value) && !value.IsEmpty ? Encoding.UTF8.GetString(Hashed(name, value)) : null;

    /// <summary>Text for people, with the white space that it came with.</summary>
    public string? FreeText(ReadOnlySpan<byte> name)
    {
        var child = Find(name);
        if (child < 0 || tree.IsContainer(child))
        {
            return null;
        }

        tree[child].Taken = true;
        var value = tree.Scalar(child);
        return value.IsEmpty ? null : Encoding.UTF8.GetString(Hashed(name, value));
    }

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

        Span<byte> digits = stackalloc byte[NumberReader.Room];
        return Encoding.UTF8.GetString(Hashed(name, BodyScalar.Digits(value, digits)));
    }

    /// <summary>A whole number, also as text or in exponent form.</summary>
    public long? Number(ReadOnlySpan<byte> name)
    {
        var child = Find(name);
        if (child < 0 || tree.IsContainer(child) || !BodyScalar.TryNumber(Value(child), out var number))
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
        if (child < 0 || tree.IsContainer(child) || !BodyScalar.TryBoolean(Value(child), out var value))
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

    /// <summary>A time with its offset, or an epoch time in any unit.</summary>
    public DateTimeOffset? Time(ReadOnlySpan<byte> name)
    {
        var child = Find(name);
        if (child < 0 || tree.IsContainer(child) || !(BodyScalar.TryTime(Value(child), out var time) || BodyScalar.TryEpochTime(Value(child), out time)))
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
        if (child >= 0 && !tree.IsContainer(child) && IsoTime.TryParse(Value(child), out var sent) && sent == time)
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
            inWords = IsoTime.TryParse(Value(other), out var said) ? said : null;
        }

        if (tree.IsContainer(child) || !BodyScalar.TryTimestamp(Value(child), inWords, out var inRange, out microseconds))
        {
            return false;
        }

        // A number that no clock shows is kept as the odd value it is.
        tree[child].Taken = inRange;
        return true;
    }

    /// <summary>A scalar without its outer white space, which belongs to no id, code word, number or time.</summary>
    private ReadOnlySpan<byte> Value(int child) => OuterSpace.Trim(tree.Scalar(child));

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
        var before = -1;
        for (var child = tree[index].FirstChild; child >= 0; child = tree[child].NextSibling)
        {
            if (tree[child].Taken)
            {
                // Most fields are taken in the order in which they stand: the next search need not pass them.
                tree.Unlink(index, before, child);
                continue;
            }

            before = child;
            if (tree.NameEquals(child, name))
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
        value = Value(child);
        return true;
    }
}
