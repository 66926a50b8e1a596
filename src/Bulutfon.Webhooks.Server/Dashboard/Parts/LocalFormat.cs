using System.Globalization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>Times, durations and texts as the person in front of the page reads them.</summary>
internal sealed class LocalFormat(IOptions<DisplayOptions> display, TimeProvider time)
{
    /// <summary>Of the day on which the clock is set back.</summary>
    private const int MostHoursOfADay = 25;

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

    /// <summary>When an hour, day or month begins: <c>24 Nov 14:00</c>, <c>Tue 24 Nov 2026</c>, <c>November 2026</c>.</summary>
    public string Bucket(DateTimeOffset from, BucketSize size) => TimeZoneInfo.ConvertTime(from, Zone).ToString(
        size switch { BucketSize.Hour => "d MMM HH:mm", BucketSize.Day => "ddd d MMM yyyy", _ => "MMMM yyyy" }, CultureInfo.CurrentCulture);

    /// <summary>The same below one of <paramref name="count"/> bars: <c>14:00</c>, <c>24 Nov</c>, <c>Nov 26</c>.</summary>
    public string ShortBucket(DateTimeOffset from, BucketSize size, int count) => TimeZoneInfo.ConvertTime(from, Zone).ToString(
        size switch { BucketSize.Hour when count <= MostHoursOfADay => "HH:mm", BucketSize.Month => "MMM yy", _ => "d MMM" }, CultureInfo.CurrentCulture);

    /// <summary><c>1,234</c>, in Turkish <c>1.234</c>.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary><c>66.7%</c>, in Turkish <c>%66,7</c>.</summary>
    public static string Rate(double? rate) => rate?.ToString(IsTurkish ? "%0.#" : "0.#%", CultureInfo.CurrentCulture) ?? "–";

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
