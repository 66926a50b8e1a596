using System.Globalization;

namespace Bulutfon.Webhooks.Server.Tests.Journal.Faults;

/// <summary>How long the long ones of these tests run: short by default, as an environment variable says otherwise.</summary>
internal static class FaultLength
{
    /// <summary>How often the server is killed.</summary>
    public static int KillRounds => Number("BULUTFON_KILL_ROUNDS", 5);

    /// <summary>How long too many clients post.</summary>
    public static TimeSpan Overload => TimeSpan.FromSeconds(Number("BULUTFON_OVERLOAD_SECONDS", 5));

    private static int Number(string variable, int byDefault) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;
}
