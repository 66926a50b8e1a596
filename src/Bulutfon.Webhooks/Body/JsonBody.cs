using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Bulutfon.Webhooks;

/// <summary>Reads JSON into a tree: strict grammar (RFC 8259), valid Unicode, bounded in depth and keys.</summary>
internal static class JsonBody
{
    private const int MaxPathLength = 200;

    /// <summary>Reads the tree's text from an offset on; null when it is a JSON document.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="offset">Where the JSON begins.</param>
    /// <param name="levels">The levels around it, which count: what is accepted must be writable as one document.</param>
    public static WebhookBodyError? Read(BodyTree tree, int offset, int levels = 0)
    {
        var json = tree.Text[offset..];
        if (!Utf8.IsValid(json))
        {
            var at = offset + InvalidUtf8At(json);
            return new(WebhookBodyErrorCodes.NotUtf8, $"The JSON is not UTF-8 at byte {at}. Send it encoded as UTF-8.", null, at);
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = WebhookEventParser.MaxDepth + 1 });
        var parent = -1;
        var name = (Start: 0, Length: 0, Escaped: false);
        try
        {
            while (reader.Read())
            {
                var at = offset + (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        if (++tree.Keys > WebhookEventParser.MaxKeys)
                        {
                            return TooManyKeys(PathTo(tree, parent), at);
                        }

                        name = (at + 1, reader.ValueSpan.Length, reader.ValueIsEscaped);
                        if (name.Escaped && IsNoText(ref reader))
                        {
                            return LoneSurrogate(PathTo(tree, parent), at);
                        }

                        break;

                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        if (levels + reader.CurrentDepth >= WebhookEventParser.MaxDepth)
                        {
                            return TooDeep(PathTo(tree, parent), at);
                        }

                        parent = Add(tree, parent, reader.TokenType == JsonTokenType.StartObject ? BodyKind.Object : BodyKind.Array, ref name);
                        break;

                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        parent = tree[parent].Parent;
                        break;

                    case JsonTokenType.String:
                        var text = Add(tree, parent, BodyKind.String, ref name);
                        SetText(tree, text, at + 1, ref reader);
                        if (reader.ValueIsEscaped && IsNoText(ref reader))
                        {
                            return LoneSurrogate(PathTo(tree, text), at);
                        }

                        break;

                    case JsonTokenType.Number:
                        SetText(tree, Add(tree, parent, BodyKind.Number, ref name), at, ref reader);
                        break;

                    default:
                        Add(tree, parent, reader.TokenType switch { JsonTokenType.True => BodyKind.True, JsonTokenType.False => BodyKind.False, _ => BodyKind.Null }, ref name);
                        break;
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            var at = OffsetOf(exception, json);
            var path = PathTo(tree, parent, name.Length > 0 ? tree.Text.Slice(name.Start, name.Length) : default);
            return new(WebhookBodyErrorCodes.NotJson, $"The body is not JSON at byte {offset + at}, {path}: {Reason(json, at)}", path, offset + at);
        }
    }

    private static int Add(BodyTree tree, int parent, BodyKind kind, ref (int Start, int Length, bool Escaped) name)
    {
        var index = tree.Add(parent, kind);
        ref var node = ref tree[index];
        (node.NameStart, node.NameLength, node.NameEscaped) = name;
        name = default;
        return index;
    }

    private static void SetText(BodyTree tree, int index, int start, ref Utf8JsonReader reader)
    {
        ref var node = ref tree[index];
        node.Start = start;
        node.Length = reader.ValueSpan.Length;
        node.Escaped = reader.ValueIsEscaped;
    }

    /// <summary>Half of a surrogate pair, escaped: valid by grammar, but no Unicode text.</summary>
    private static bool IsNoText(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IndexOf("\\ud"u8) < 0 && reader.ValueSpan.IndexOf("\\uD"u8) < 0)
        {
            return false;
        }

        try
        {
            _ = reader.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static WebhookBodyError LoneSurrogate(string path, int at) =>
        new(WebhookBodyErrorCodes.NotUtf8, $"The text at byte {at}, {path}, escapes half of a surrogate pair, which is no Unicode. Escape both halves.", path, at);

    private static WebhookBodyError TooDeep(string path, int at) =>
        new(WebhookBodyErrorCodes.TooDeep, $"The body is nested deeper than {WebhookEventParser.MaxDepth} levels at byte {at}.", path, at);

    internal static WebhookBodyError TooManyKeys(string? path, int at) =>
        new(WebhookBodyErrorCodes.TooManyKeys, $"The body has more than {WebhookEventParser.MaxKeys} keys; the first too many is at byte {at}.", path, at);

    private static int InvalidUtf8At(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }

    private static int OffsetOf(JsonException exception, ReadOnlySpan<byte> json)
    {
        var line = 0;
        for (var lines = exception.LineNumber ?? 0; lines > 0; lines--)
        {
            var end = json[line..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            line += end + 1;
        }

        return Math.Min(json.Length, line + (int)(exception.BytePositionInLine ?? 0));
    }

    /// <summary>In our words: the reader's own quote the rest of the body, phone numbers included.</summary>
    private static string Reason(ReadOnlySpan<byte> json, int at) =>
        at >= json.Length ? "it ends too early."
        : json[at] is > 0x20 and < 0x7F ? $"'{(char)json[at]}' cannot stand there."
        : $"the byte 0x{json[at]:X2} cannot stand there.";

    /// <summary>The JSON path of a node, at most 200 characters of it.</summary>
    internal static string PathTo(BodyTree tree, int index, ReadOnlySpan<byte> below = default)
    {
        var parts = new Stack<string>();
        if (!below.IsEmpty)
        {
            parts.Push(Shown(below));
        }

        for (; index > 0; index = tree[index].Parent)
        {
            var parent = tree[index].Parent;
            parts.Push(parent >= 0 && tree[parent].Kind == BodyKind.Array
                ? string.Create(CultureInfo.InvariantCulture, $"[{tree[parent].ChildCount - 1}]")
                : Shown(tree.Name(index)));
        }

        var path = "$" + string.Concat(parts);
        return path.Length <= MaxPathLength ? path : string.Concat(path.AsSpan(0, MaxPathLength), "…");
    }

    /// <summary>A name, unless it has the digits of a phone number.</summary>
    private static string Shown(ReadOnlySpan<byte> name)
    {
        const int FewDigits = 6;
        var start = name[..Math.Min(name.Length, MaxPathLength)];
        var digits = 0;
        foreach (var character in start)
        {
            digits += char.IsAsciiDigit((char)character) ? 1 : 0;
        }

        return "." + (digits > FewDigits ? "…" : Encoding.UTF8.GetString(start));
    }
}
