using System.ComponentModel.DataAnnotations;
using Bulutfon.Webhooks.Server.Configuration;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>How calls are judged and counted; section <c>Calls</c>. Durations are written <c>[days.]hours:minutes:seconds</c>.</summary>
internal sealed class CallsOptions
{
    public const string Section = "Calls";

    /// <summary>
    /// How long after its last event a call without a hangup counts as in progress; then how it ended is unknown. One minute to
    /// 7 days; default 4 hours.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "a duration from 00:01:00 to 7.00:00:00.")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromHours(4);

    /// <summary>A call answered within this time meets the service level. One second to one hour, in whole seconds; default 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "a duration from 00:00:01 to 01:00:00.")]
    public TimeSpan ServiceLevel { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a missed call waits to be called back before it leaves the list. One hour to 366 days; default 3 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "a duration from 01:00:00 to 366.00:00:00.")]
    public TimeSpan CallbackWindow { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Values that are no duration, each with its key. The binder would stop at the first and hide all other errors.</summary>
    internal List<string> Unreadable { get; } = [];

    internal static void Bind(CallsOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        options.StaleAfter = section.ReadDuration(nameof(StaleAfter), options.StaleAfter, options.Unreadable);
        options.ServiceLevel = section.ReadDuration(nameof(ServiceLevel), options.ServiceLevel, options.Unreadable);
        options.CallbackWindow = section.ReadDuration(nameof(CallbackWindow), options.CallbackWindow, options.Unreadable);
    }
}
