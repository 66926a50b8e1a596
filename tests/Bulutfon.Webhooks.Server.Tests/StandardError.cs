using System.Text;

namespace Bulutfon.Webhooks.Server.Tests;

/// <summary>Keeps the end of what servers in the tests' process write to standard error: why one did not start stands only there.</summary>
internal sealed class StandardError : TextWriter
{
    private const int Kept = 2000;

    private static readonly StandardError Instance = Install();

    private readonly TextWriter _console;
    private readonly StringBuilder _end = new();

    private StandardError(TextWriter console) => _console = console;

    public override Encoding Encoding => _console.Encoding;

    public static string End => Instance.ToString();

    /// <summary>Begins, at the first call.</summary>
    public static void Keep() => _ = Instance;

    public override void Write(char value)
    {
        _console.Write(value);
        lock (_end)
        {
            _end.Append(value);
            if (_end.Length > 2 * Kept)
            {
                _end.Remove(0, Kept);
            }
        }
    }

    private static StandardError Install()
    {
        var instance = new StandardError(Console.Error);
        Console.SetError(instance);
        return instance;
    }

    public override string ToString()
    {
        lock (_end)
        {
            return _end.ToString();
        }
    }
}
