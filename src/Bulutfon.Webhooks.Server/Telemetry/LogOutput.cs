using System.Globalization;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>How a log event looks on the console: for people in Development, compact JSON (CLEF) for collectors otherwise.</summary>
internal static class LogOutput
{
    private const string ReadableTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} <{SourceContext}>{NewLine}{Exception}";

    public static ITextFormatter For(IHostEnvironment environment) => environment.IsDevelopment()
        ? new MaskingTextFormatter(new MessageTemplateTextFormatter(ReadableTemplate, CultureInfo.InvariantCulture), PhoneMask.Apply)
        : new MaskingTextFormatter(new CompactJsonFormatter(), PhoneMask.ApplyJson);
}
