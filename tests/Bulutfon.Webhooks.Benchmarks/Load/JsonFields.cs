using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>A body as JSON.</summary>
internal sealed class JsonFields : IFieldWriter, IDisposable
{
    /// <summary>As usual encoders write: a plus stays a plus.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly Stack<bool> _lists = new();

    public JsonFields()
    {
        _json = new Utf8JsonWriter(_buffer, Options);
        _json.WriteStartObject();
    }

    public void Text(string name, string? value) => _json.WriteString(name, value);

    public void Number(string name, long value) => _json.WriteNumber(name, value);

    public void Flag(string name, bool value) => _json.WriteBoolean(name, value);

    public void Begin(string name)
    {
        _json.WriteStartObject(name);
        _lists.Push(false);
    }

    public void BeginList(string name)
    {
        _json.WriteStartArray(name);
        _lists.Push(true);
    }

    public void BeginItem()
    {
        _json.WriteStartObject();
        _lists.Push(false);
    }

    public void End()
    {
        if (_lists.Pop())
        {
            _json.WriteEndArray();
        }
        else
        {
            _json.WriteEndObject();
        }
    }

    public byte[] ToBody()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    public void Dispose() => _json.Dispose();
}
