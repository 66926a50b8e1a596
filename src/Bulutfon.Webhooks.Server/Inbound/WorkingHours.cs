using System.Globalization;
using Bulutfon.Webhooks.Server.Display;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>
/// When calls are to be expected, as <c>Mon-Fri 09:00-18:00; Sat 10:00-14:00</c> in the server's time zone. Days are <c>Mon</c>,
/// <c>Mon-Fri</c> or <c>Mon,Wed</c>; an end before its begin is on the next day, and midnight as an end is <c>24:00</c>.
/// </summary>
internal sealed class WorkingHours
{
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Shift[] _shifts;

    private WorkingHours(IEnumerable<Shift> shifts) => _shifts = [.. shifts.OrderBy(shift => shift.Begin)];

    /// <returns>Null if the text says no hours.</returns>
    public static WorkingHours? Parse(string text)
    {
        var shifts = new List<Shift>();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var hours]
                || ParseDays(days) is not { } onDays || ParseHours(hours) is not var (begin, end))
            {
                return null;
            }

            shifts.AddRange(onDays.Select(day => new Shift(day, begin, end)));
        }

        return new WorkingHours(shifts);
    }

    /// <summary>How much of the time between two moments lies in working hours; counted up to <paramref name="enough"/>.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, TimeSpan enough)
    {
        var sum = TimeSpan.Zero;
        var last = TimeZoneInfo.ConvertTime(to, zone).Date;

        // A shift that began the day before may go on.
        for (var date = TimeZoneInfo.ConvertTime(from, zone).Date - Day; date <= last && sum <= enough; date += Day)
        {
            foreach (var shift in _shifts)
            {
                if (shift.Day == date.DayOfWeek
                    && LocalTime.ToMoment(date + shift.Begin, zone) is { } begin && LocalTime.ToMoment(date + shift.End, zone) is { } end
                    && Earlier(end, to) is var until && Later(begin, from) is var since && until > since)
                {
                    sum += until - since;

                    // What two shifts have in common counts once.
                    from = until;
                }
            }
        }

        return sum;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static HashSet<DayOfWeek>? ParseDays(string text)
    {
        var days = new HashSet<DayOfWeek>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-').Select(ParseDay).ToArray();
            if (ends.Length > 2 || ends.Contains(-1))
            {
                return null;
            }

            for (var day = ends[0]; ; day = (day + 1) % DayNames.Length)
            {
                days.Add((DayOfWeek)day);
                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return days;
    }

    private static int ParseDay(string text) => Array.FindIndex(DayNames, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static (TimeSpan Begin, TimeSpan End)? ParseHours(string text)
    {
        if (text.Split('-') is not [var from, var to] || ParseTime(from) is not { } begin || ParseTime(to) is not { } end || begin == end || begin == Day)
        {
            return null;
        }

        return (begin, end > begin ? end : end + Day);
    }

    private static TimeSpan? ParseTime(string text) =>
        text is "24:00" ? Day
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan()
        : null;

    private sealed record Shift(DayOfWeek Day, TimeSpan Begin, TimeSpan End);
}
