using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>The framework's lines, with their stack traces, of a start that failed: the process ends with one line that says it.</summary>
internal static class FailedStart
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel";
    private const string StartFaulted = "HostedServiceStartupFaulted";

    public static bool IsToldOtherwise(LogEvent line) =>
        line is { Level: >= LogEventLevel.Error, Exception: not null }
        && line.Properties.TryGetValue("SourceContext", out var source)
        && source is ScalarValue { Value: string category }
        && ((category == Host && NameOf(line) == StartFaulted) || (category == WebServer && line.Level == LogEventLevel.Fatal));

    private static string? NameOf(LogEvent line) =>
        line.Properties.TryGetValue("EventId", out var id) && id is StructureValue structure
            ? (structure.Properties.FirstOrDefault(property => property.Name == "Name")?.Value as ScalarValue)?.Value as string
            : null;
}
