using Serilog.Events;
using Serilog.Formatting;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Masks the rendered line instead of the values that go in, so that nothing slips by: a nested property, a scope of the
/// framework, the message of an exception.
/// </summary>
/// <param name="inner">Renders the event.</param>
/// <param name="maskPhones">How phone numbers are masked in what <paramref name="inner"/> renders.</param>
internal sealed class MaskingTextFormatter(ITextFormatter inner, Func<string, string> maskPhones) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter();
        inner.Format(logEvent, line);
        output.Write(maskPhones(PathTokenMask.Apply(line.ToString())));
    }
}
