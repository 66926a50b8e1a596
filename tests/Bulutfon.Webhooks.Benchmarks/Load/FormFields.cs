using System.Globalization;
using System.Text;

namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>A body as a form, nested records flattened as PHP does: <c>cdr[callflow][0][callee]</c>.</summary>
internal sealed class FormFields : IFieldWriter
{
    private readonly StringBuilder _form = new(1024);
    private readonly Stack<(string Prefix, int Items)> _open = new();
    private string _prefix = "";
    private int _items;

    public void Text(string name, string? value)
    {
        if (_form.Length > 0)
        {
            _form.Append('&');
        }

        _form.Append(Key(name)).Append('=').Append(Uri.EscapeDataString(value ?? ""));
    }

    public void Number(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public void Flag(string name, bool value) => Text(name, value ? "true" : "false");

    public void Begin(string name) => Open(Key(name));

    public void BeginList(string name) => Open(Key(name));

    public void BeginItem()
    {
        var item = Key(_items.ToString(CultureInfo.InvariantCulture));
        _items++;
        Open(item);
    }

    public void End() => (_prefix, _items) = _open.Pop();

    public byte[] ToBody() => Encoding.ASCII.GetBytes(_form.ToString());

    private string Key(string name) => _prefix.Length == 0 ? name : $"{_prefix}%5B{name}%5D";

    private void Open(string prefix)
    {
        _open.Push((_prefix, _items));
        (_prefix, _items) = (prefix, 0);
    }
}
