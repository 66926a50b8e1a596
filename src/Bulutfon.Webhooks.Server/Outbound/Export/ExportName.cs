using System.Globalization;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Outbound.Export;

/// <summary>A file name that tells what is in the file: <c>events_2026-01-01_2026-02-01.csv</c>.</summary>
internal static class ExportName
{
    /// <param name="what">What the rows are.</param>
    /// <param name="period">The time that was asked for.</param>
    /// <param name="now">The end of what has none.</param>
    /// <param name="zone">The zone of the times in the name.</param>
    public static string Of(string what, Period period, DateTimeOffset now, TimeZoneInfo zone)
    {
        var end = Text(period is { To: { } to, TimeLimit: null } ? UnixTime.ToTime(to) : now, zone);
        return period.From is { } from ? $"{what}_{Text(UnixTime.ToTime(from), zone)}_{end}" : $"{what}_until_{end}";
    }

    /// <summary>A day if it is one, else with the time; without the colons that Windows forbids.</summary>
    private static string Text(DateTimeOffset time, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(time, zone).DateTime;
        return local.ToString(local.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HHmm", CultureInfo.InvariantCulture);
    }
}
