using System.Text.RegularExpressions;
using Serilog.Events;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>Looks through all that a server of the tests has logged: no test may make it write a phone number.</summary>
internal static partial class UnmaskedNumbers
{
    public static void AssertNone(IEnumerable<LogEvent> logged)
    {
        foreach (var line in logged.SelectMany(LogLines.Written))
        {
            Assert.False(MobileNumber().IsMatch(line), $"A phone number is in the log: {line}");
        }
    }

    /// <summary>A Turkish mobile number; not within the digits of a time, an id or a trace.</summary>
    [GeneratedRegex(@"(?<![0-9a-f.])(?:\+?90|0090|0)?5[0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}(?![0-9a-f.])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MobileNumber();
}
