using System.Globalization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

/// <summary>What a request asks of the statistics.</summary>
/// <param name="From">The earliest beginning of a call, in microseconds since the Unix epoch.</param>
/// <param name="To">The end of that time, exclusive.</param>
/// <param name="Bucket">How the time is cut; null if it is not.</param>
/// <param name="GroupBy">What calls are counted by beside all together; null if by nothing.</param>
/// <param name="Direction">The only direction that counts, in capitals; null if all do.</param>
/// <param name="Numbers">How many of the busiest numbers to give.</param>
internal sealed record StatisticsQuery(long From, long To, BucketSize? Bucket, StatisticsGroup? GroupBy, string? Direction, int Numbers)
{
    /// <summary>Whether calls whose direction no event tells count beside those of <see cref="Direction"/>.</summary>
    public bool IncludesUnsaid { get; init; }

    public const string BucketName = "bucket";
    public const string GroupByName = "group_by";
    public const string DirectionName = "direction";
    public const string NumbersName = "numbers";
    public const int DefaultNumbers = 10;
    public const int MaxNumbers = 100;

    /// <summary>The most buckets of one answer: 100 days by the hour, years by the day.</summary>
    public const int MaxBuckets = 2500;

    /// <summary>The longest time of one answer.</summary>
    public const int MaxDays = 3660;

    /// <summary>What a month is, at least, to those who give no beginning.</summary>
    private const int DefaultMonths = 1;

    public static readonly string[] Buckets = ["hour", "day", "month"];
    public static readonly string[] Groups = ["extension", "group", "menu", "hook", "direction"];

    private static readonly string[] Names = [Period.FromName, Period.ToName, Period.TimeLimitName, BucketName, GroupByName, DirectionName, NumbersName];

    public static (StatisticsQuery Query, ProblemHttpResult? Problem) Read(IQueryCollection sent, TimeZoneInfo zone, DateTimeOffset now)
    {
        var parameters = new QueryParameters(sent, Names);
        var period = Period.ReadWithLimit(parameters, zone, now);
        BucketSize? bucket = OneOf(parameters, BucketName, Buckets) is { } size ? (BucketSize)size : null;
        StatisticsGroup? group = OneOf(parameters, GroupByName, Groups) is { } by ? (StatisticsGroup)by : null;
        var sentDirection = parameters.Text(DirectionName);
        var direction = FoldedText.Word(sentDirection);
        if (sentDirection is not null && direction?.Contains(',', StringComparison.Ordinal) != false)
        {
            parameters.Invalid(DirectionName, sentDirection, "one direction: IN, OUT or LOCAL, in any case, or another value as Bulutfon sent it");
        }

        var numbers = parameters.Value<int>(NumbersName, ReadCount, $"a whole number from 0 to {MaxNumbers.ToString(CultureInfo.InvariantCulture)}") ?? DefaultNumbers;
        var to = period.To ?? UnixTime.NotBefore(now.AddMinutes(1));
        var from = period.From ?? MonthBefore(to);
        CheckLength(parameters, from, to, bucket);
        return (new StatisticsQuery(from, to, bucket, group, direction, numbers), parameters.Problem);
    }

    private static void CheckLength(QueryParameters parameters, long from, long to, BucketSize? bucket)
    {
        var days = (to - from) / (double)TimeSpan.FromDays(1).TotalMicroseconds;
        if (from >= to)
        {
            parameters.Refuse(QueryParameters.InvalidParameter, Period.FromName, "'from' is later than now, and there is no 'to'. Allowed: a 'from' before 'to'.");
        }
        else if (days > MaxDays)
        {
            parameters.Refuse(
                QueryParameters.InvalidParameter,
                Period.FromName,
                string.Create(CultureInfo.InvariantCulture, $"From 'from' to 'to' are {days:0} days. At most {MaxDays} are allowed; ask in several requests."));
        }
        else if (bucket == BucketSize.Hour && days * 24 > MaxBuckets)
        {
            parameters.Refuse(
                QueryParameters.InvalidParameter,
                BucketName,
                string.Create(CultureInfo.InvariantCulture, $"These are {days * 24:0} hours. At most {MaxBuckets} are allowed; take bucket=day, or ask for less time."));
        }
        else if (bucket == BucketSize.Day && days > MaxBuckets)
        {
            parameters.Refuse(
                QueryParameters.InvalidParameter,
                BucketName,
                string.Create(CultureInfo.InvariantCulture, $"These are {days:0} days. At most {MaxBuckets} are allowed; take bucket=month, or ask for less time."));
        }
    }

    private static long MonthBefore(long to)
    {
        var end = UnixTime.ToTime(to);
        return UnixTime.Of(end.Year > 1 ? end.AddMonths(-DefaultMonths) : end);
    }

    private static int? OneOf(QueryParameters parameters, string name, string[] allowed)
    {
        if (parameters.Text(name) is not { } text)
        {
            return null;
        }

        var index = Array.IndexOf(allowed, text);
        if (index < 0)
        {
            parameters.Invalid(name, text, string.Join(", ", allowed));
        }

        return index < 0 ? null : index;
    }

    private static int? ReadCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxNumbers ? count : null;
}

/// <summary>What calls can be grouped by, in the order of <see cref="StatisticsQuery.Groups"/>.</summary>
internal enum StatisticsGroup
{
    Extension,
    Group,
    Menu,
    Hook,
    Direction,
}
