using System.Globalization;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>Times, durations and texts as the person in front of the page reads them.</summary>
internal sealed class LocalFormat(IOptions<DisplayOptions> display, TimeProvider time)
{
    public static bool IsTurkish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "tr";

    public TimeZoneInfo Zone { get; } = display.Value.Zone;

    public DateTimeOffset Now => TimeZoneInfo.ConvertTime(time.GetUtcNow(), Zone);

    public static string Text(LocalText text) => IsTurkish ? text.Tr : text.En;

    /// <summary>As short as it is clear today: <c>14:03:22</c>, <c>23 Nov 14:03:22</c>, <c>23 Nov 2025 14:03:22</c>.</summary>
    public string Moment(DateTimeOffset moment)
    {
        var (local, now) = (TimeZoneInfo.ConvertTime(moment, Zone), Now);
        var format = local.Date == now.Date ? "HH:mm:ss" : local.Year == now.Year ? "d MMM HH:mm:ss" : "d MMM yyyy HH:mm:ss";
        return local.ToString(format, CultureInfo.CurrentCulture);
    }

    /// <summary>All of it, for a tooltip.</summary>
    public string Full(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, Zone).ToString("d MMMM yyyy HH:mm:ss.fff zzz", CultureInfo.CurrentCulture);

    /// <summary>For the attribute <c>datetime</c>.</summary>
    public static string Machine(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    /// <summary><c>0:07</c>, <c>12:40</c>, <c>1:02:03</c>.</summary>
    public static string Duration(double? seconds)
    {
        if (seconds is not { } known)
        {
            return "–";
        }

        var span = TimeSpan.FromSeconds(Math.Round(known));
        return span.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}:{span.Minutes:00}:{span.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{span.Minutes}:{span.Seconds:00}");
    }
}
