using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>Compact JSON with the rendered message (<c>@m</c>) before its template (<c>@mt</c>): a person reads the one, a machine groups by the other.</summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private const string Template = ",\"@mt\":";

    private readonly CompactJsonFormatter _compact = new();
    private readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        _compact.Format(logEvent, line);
        _message.Format(logEvent, message);
        var json = line.ToString();
        // Only the time comes before the template.
        var template = json.IndexOf(Template, StringComparison.Ordinal);
        output.Write(json.AsSpan(0, template));
        output.Write(",\"@m\":");
        JsonValueFormatter.WriteQuotedJsonString(message.ToString(), output);
        output.Write(json.AsSpan(template));
    }
}
