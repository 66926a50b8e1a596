using System.Globalization;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Hosting.Internal;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>What the console gets of a log event, in Development and elsewhere.</summary>
internal static class LogLines
{
    public static IEnumerable<string> Written(LogEvent logged)
    {
        foreach (var environment in (string[])["Development", "Production"])
        {
            foreach (var format in (LogFormat[])[LogFormat.Text, LogFormat.Json])
            {
                using var line = new StringWriter(CultureInfo.InvariantCulture);
                LogOutput.For(new HostingEnvironment { EnvironmentName = environment }, format).Format(logged, line);
                yield return line.ToString();
            }
        }
    }
}
