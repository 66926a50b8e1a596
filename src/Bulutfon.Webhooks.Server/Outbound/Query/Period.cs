using System.Globalization;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>A range of time, in microseconds since the Unix epoch.</summary>
/// <param name="From">Its first moment; null if it has no beginning.</param>
/// <param name="To">The first moment behind it; null if it has no end.</param>
/// <param name="TimeLimit">The text that <paramref name="From"/> was reckoned from, if it was.</param>
internal sealed record Period(long? From, long? To, string? TimeLimit = null)
{
    public const string FromName = "from";
    public const string ToName = "to";
    public const string TimeLimitName = "time_limit";

    /// <summary>Reads <c>from</c> and <c>to</c>.</summary>
    public static Period Read(QueryParameters parameters, TimeZoneInfo zone)
    {
        var allowed = TimeParameter.Allowed(zone);
        var from = parameters.Value<DateTimeOffset>(FromName, text => TimeParameter.Read(text, zone), allowed);
        var to = parameters.Value<DateTimeOffset>(ToName, text => TimeParameter.Read(text, zone), allowed);
        if (from >= to)
        {
            parameters.Refuse(
                QueryParameters.InvalidParameter,
                FromName,
                string.Create(CultureInfo.InvariantCulture, $"'from' ({from.Value.UtcDateTime:O}) is not before 'to' ({to.Value.UtcDateTime:O}), which is exclusive. Allowed: a 'from' before 'to'."));
        }

        return new Period(from is { } first ? UnixTime.NotBefore(first) : null, to is { } end ? UnixTime.NotBefore(end) : null);
    }

    /// <summary>Reads <c>time_limit</c> too, which takes the place of the others.</summary>
    public static Period ReadWithLimit(QueryParameters parameters, TimeZoneInfo zone, DateTimeOffset now)
    {
        var period = Read(parameters, zone);
        var limit = parameters.Text(TimeLimitName);
        if (limit is null)
        {
            return period;
        }

        if (period.From is not null || period.To is not null)
        {
            parameters.Refuse(QueryParameters.InvalidParameter, TimeLimitName, "'time_limit' cannot be combined with 'from' and 'to'. Allowed: either 'time_limit', or 'from' and 'to'.");
        }

        if (Begin(limit, zone, now) is { } begin)
        {
            // A clock that is ahead must not fill "the last hour" with what is still to come; a minute's difference is usual.
            return new Period(UnixTime.NotBefore(begin), UnixTime.NotBefore(now.AddMinutes(1)), limit);
        }

        parameters.Invalid(TimeLimitName, limit, "hour (the last hour), day (the last 24 hours), month (since the same time a month ago)");
        return period;
    }

    private static DateTimeOffset? Begin(string limit, TimeZoneInfo zone, DateTimeOffset now) => limit switch
    {
        "hour" => now.AddHours(-1),
        "day" => now.AddDays(-1),
        "month" => LocalTime.ToMoment(TimeZoneInfo.ConvertTime(now, zone).DateTime.AddMonths(-1), zone),
        _ => null,
    };
}
