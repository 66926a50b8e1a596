using System.Globalization;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.Extensions.Primitives;

namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>
/// A time as people give it on a page, whose last day is inclusive, and as the API takes it, whose end is exclusive. An address may also have exact moments, as links
/// of the figures do: they are shown as days if they are midnights, else with their clock, and a form sends them again.
/// </summary>
internal static class PagePeriod
{
    private const string Day = "yyyy-MM-dd";
    private const string Clock = "yyyy-MM-dd'T'HH:mm:ss.FFF";

    /// <summary>The kind of an input and its value, for <c>from</c> or <c>to</c>.</summary>
    public static (string Type, string? Value) Field(string name, string? sent, TimeZoneInfo zone)
    {
        if (sent is null || IsDay(sent))
        {
            return ("date", sent);
        }

        if (TimeParameter.Read(sent, zone) is not { } moment)
        {
            // The mistake is told below, and what was written stays to be mended.
            return ("text", sent);
        }

        var local = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        if (local.TimeOfDay == TimeSpan.Zero)
        {
            return ("date", (name == Period.ToName && local >= DateTime.MinValue.AddDays(1) ? local.AddDays(-1) : local).ToString(Day, CultureInfo.InvariantCulture));
        }

        // An hour that the clock shows twice, or parts of a second that an input has no place for, stay as they were written.
        var text = local.ToString(Clock, CultureInfo.InvariantCulture);
        return TimeParameter.Read(text, zone) == moment ? ("datetime-local", text) : ("text", sent);
    }

    /// <summary>The parameters of a page as the API takes them: a last day ends with the midnight behind it.</summary>
    public static Dictionary<string, StringValues> ForApi(IEnumerable<KeyValuePair<string, StringValues>> sent)
    {
        var parameters = sent.ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (parameters.TryGetValue(Period.ToName, out var to) && ParseDay(to.ToString()) is { } last && last < DateTime.MaxValue.Date)
        {
            parameters[Period.ToName] = last.AddDays(1).ToString(Day, CultureInfo.InvariantCulture);
        }

        return parameters;
    }

    private static bool IsDay(string text) => ParseDay(text) is not null;

    private static DateTime? ParseDay(string text) => DateTime.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
