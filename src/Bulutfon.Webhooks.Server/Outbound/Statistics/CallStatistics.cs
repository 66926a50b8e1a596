using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

/// <summary>The figures of the calls that began in a time.</summary>
public sealed record CallStatistics
{
    /// <summary>The beginning of that time.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment behind it.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset To { get; init; }

    /// <summary>The time zone whose hours, days and months count.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Within how many seconds a call has to be answered to meet the service level.</summary>
    public required double ServiceLevelSeconds { get; init; }

    /// <summary>All calls together.</summary>
    public required Figures Total { get; init; }

    /// <summary>Each bucket of the time, if buckets were asked for; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<BucketFigures>? Buckets { get; init; }

    /// <summary>Each extension, group, menu, hook or direction, busiest first, if `group_by` was asked for; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required IReadOnlyList<GroupFigures>? Groups { get; init; }

    /// <summary>The numbers outside with the most calls.</summary>
    public required IReadOnlyList<BusyNumber> BusiestNumbers { get; init; }

    /// <summary>Each hour of the week in which calls began.</summary>
    public required IReadOnlyList<HeatMapHour> HeatMap { get; init; }

    /// <summary>The last event that the figures know of, if they had not caught up with what was received in time; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IndexedTo { get; init; }
}

/// <summary>A number outside the PBX.</summary>
/// <param name="Number">The number.</param>
/// <param name="Calls">How many calls there were with it, in either direction.</param>
/// <param name="Missed">How many of the incoming ones nobody answered, or were given up in a menu; with `direction`, of that direction.</param>
public sealed record BusyNumber(string Number, long Calls, long Missed);

/// <summary>An hour of the week, of incoming calls; with `direction`, of that direction.</summary>
/// <param name="Weekday">1 is Monday, 7 Sunday (ISO 8601).</param>
/// <param name="Hour">From 0 to 23, as the clock shows it.</param>
/// <param name="Calls">How many calls began.</param>
/// <param name="Missed">How many of them nobody answered, or were given up in a menu.</param>
public sealed record HeatMapHour(int Weekday, int Hour, long Calls, long Missed);
