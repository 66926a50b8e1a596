using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bulutfon.Webhooks;

/// <summary>Keeps a value that no field knows: as a JSON element of its own, and in the content hash.</summary>
internal static class BodyElement
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static JsonElement Of(BodyTree tree, int index, ulong path)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(tree, index, path, writer);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    private static void Write(BodyTree tree, int index, ulong path, Utf8JsonWriter writer)
    {
        switch (tree[index].Kind)
        {
            case BodyKind.Object:
                writer.WriteStartObject();
                foreach (var (name, child) in tree.Untaken(index) ?? [])
                {
                    writer.WritePropertyName(name);
                    Write(tree, child, BodyHash.Name(path, name), writer);
                }

                writer.WriteEndObject();
                return;

            case BodyKind.Array:
                writer.WriteStartArray();
                var position = 0;
                for (var child = tree[index].FirstChild; child >= 0; child = tree[child].NextSibling)
                {
                    Write(tree, child, BodyHash.Element(path, position++), writer);
                }

                writer.WriteEndArray();
                return;
        }

        WriteScalar(tree, index, writer);
        if (!tree.IsEmpty(index))
        {
            tree.ContentHash += BodyHash.Leaf(path, tree.Scalar(index));
        }
    }

    private static void WriteScalar(BodyTree tree, int index, Utf8JsonWriter writer)
    {
        var text = tree.Scalar(index);
        switch (tree[index].Kind)
        {
            case BodyKind.String:
                writer.WriteStringValue(text);
                return;
            case BodyKind.Null:
                writer.WriteNullValue();
                return;
            default:
                // A number, true or false, digit by digit as it came.
                writer.WriteRawValue(text, skipInputValidation: true);
                return;
        }
    }
}
