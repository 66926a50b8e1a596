using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

/// <summary>The figures of some calls.</summary>
public record Figures
{
    /// <summary>How many calls began.</summary>
    public required long Calls { get; init; }

    /// <summary>Calls that a person answered; of outgoing calls the far end.</summary>
    public required long Answered { get; init; }

    /// <summary>Incoming calls that nobody answered; with `direction`, calls of that direction.</summary>
    public required long Missed { get; init; }

    /// <summary>Outgoing and internal calls that nobody answered; their `outcome` is `missed`. With `direction=OUT` or `LOCAL` the same as `missed`.</summary>
    public required long Unreached { get; init; }

    /// <summary>Calls whose caller hung up in a menu.</summary>
    public required long Abandoned { get; init; }

    /// <summary>Calls that the called side refused.</summary>
    public required long Rejected { get; init; }

    /// <summary>Calls whose called side was busy.</summary>
    public required long Busy { get; init; }

    /// <summary>Faxes.</summary>
    public required long Fax { get; init; }

    /// <summary>Calls that go on.</summary>
    public required long InProgress { get; init; }

    /// <summary>Calls of which the events cannot tell what became of them.</summary>
    public required long Unknown { get; init; }

    /// <summary>The answered share of all incoming calls that were answered, missed, abandoned, rejected or busy, from 0 to 1; null of none. With `direction`, of calls of that direction.</summary>
    public required double? AnswerRate { get; init; }

    /// <summary>The share of the same calls that was answered within `Calls:ServiceLevel`, less those answered after a wait that is not known; null of none.</summary>
    public required double? ServiceLevel { get; init; }

    /// <summary>How long callers waited until a person answered or they gave up; of the same calls.</summary>
    public required DurationFigures Wait { get; init; }

    /// <summary>How long answered calls were talked on.</summary>
    public required DurationFigures Talk { get; init; }

    /// <summary>The missed calls that are not among the unreached ones, so that each call stands in one layer of a chart.</summary>
    internal long MissedOnly { get; }

    internal static Figures Of(CountedFigures figures, TimeSpan serviceLevel) => new(figures, serviceLevel);

    [SetsRequiredMembers]
    private protected Figures(CountedFigures counted, TimeSpan serviceLevel)
    {
        var (all, figures) = (counted.Sum(), counted.Counted);
        Calls = all.Calls;
        Answered = all.Answered;
        Missed = counted.Missed;
        Unreached = counted.Unreached;
        MissedOnly = counted.CountsOutgoing ? 0 : counted.Missed;
        Abandoned = all.Abandoned;
        Rejected = all.Rejected;
        Busy = all.Busy;
        Fax = all.Fax;
        InProgress = all.InProgress;
        Unknown = all.Unknown;
        AnswerRate = Share(figures.Answered, figures.Decided);
        ServiceLevel = Share(figures.AnsweredWaits.Within(serviceLevel), figures.Decided - figures.Answered + figures.AnsweredWaits.Count);
        var waits = new Distribution();
        waits.Add(figures.AnsweredWaits);
        waits.Add(figures.VainWaits);
        Wait = DurationFigures.Of(waits);
        Talk = DurationFigures.Of(all.Talks);
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);
}

/// <summary>How long something took, of the calls that tell.</summary>
/// <param name="Calls">Of how many calls it is known.</param>
/// <param name="AverageSeconds">The average, exact to a millisecond; null of none.</param>
/// <param name="MedianSeconds">What half of them did not exceed, rounded up to a second; to a minute beyond an hour, to an hour beyond a day.</param>
/// <param name="P95Seconds">What 95 in 100 did not exceed, rounded like the median.</param>
public sealed record DurationFigures(long Calls, double? AverageSeconds, double? MedianSeconds, double? P95Seconds)
{
    private const double Half = 0.5;
    private const double NearlyAll = 0.95;

    internal static DurationFigures Of(Distribution distribution) =>
        new(distribution.Count, distribution.Average, distribution.Percentile(Half), distribution.Percentile(NearlyAll));
}

/// <summary>The figures of the calls that began in an hour, day or month.</summary>
public sealed record BucketFigures : Figures
{
    /// <summary>When it begins; the first one where the request's time does.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment behind it.</summary>
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public required DateTimeOffset To { get; init; }

    [SetsRequiredMembers]
    internal BucketFigures(TimeBucket bucket, CountedFigures figures, TimeSpan serviceLevel)
        : base(figures, serviceLevel)
    {
        From = UnixTime.ToTime(bucket.From);
        To = UnixTime.ToTime(bucket.To);
    }
}

/// <summary>The figures of an extension, group, menu, hook or direction.</summary>
public sealed record GroupFigures : Figures
{
    /// <summary>Which one; empty is a direction that no event tells.</summary>
    public required string Value { get; init; }

    /// <summary>Its buckets in which calls began, if buckets were asked for; else absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BucketFigures>? Buckets { get; init; }

    [SetsRequiredMembers]
    internal GroupFigures(string value, CountedFigures figures, TimeSpan serviceLevel)
        : base(figures, serviceLevel)
    {
        Value = value;
    }
}
