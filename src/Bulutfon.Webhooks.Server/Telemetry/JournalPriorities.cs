using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>Puts syslog's priority before each line, as systemd's journal reads it (sd-daemon(3)) and takes it off again: <c>journalctl -p warning</c> finds warnings.</summary>
/// <param name="inner">Writes the lines.</param>
internal sealed class JournalPriorities(ITextFormatter inner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        inner.Format(logEvent, text);
        foreach (var line in text.ToString().AsSpan().TrimEnd("\r\n").EnumerateLines())
        {
            output.Write(PriorityOf(logEvent.Level));
            output.WriteLine(line);
        }
    }

    private static string PriorityOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "<2>",
        LogEventLevel.Error => "<3>",
        LogEventLevel.Warning => "<4>",
        LogEventLevel.Information => "<6>",
        _ => "<7>",
    };
}
