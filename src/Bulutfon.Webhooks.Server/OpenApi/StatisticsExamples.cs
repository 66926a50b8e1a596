using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Statistics;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>The statistics of a day with three calls, one of them missed.</summary>
internal static class StatisticsExamples
{
    private static readonly TimeSpan ServiceLevel = TimeSpan.FromSeconds(20);

    private static readonly TimeBucket Day = new(1_435_698_000_000_000, 1_435_784_400_000_000);

    public static CallStatistics Item { get; } = new()
    {
        From = UnixTime.ToTime(Day.From),
        To = UnixTime.ToTime(Day.To),
        TimeZone = "Europe/Istanbul",
        ServiceLevelSeconds = ServiceLevel.TotalSeconds,
        Total = Figures.Of(Three(), ServiceLevel),
        Buckets = [new BucketFigures(Day, Three(), ServiceLevel)],
        Groups = [new GroupFigures("101", Three(), ServiceLevel) { Buckets = [new BucketFigures(Day, Three(), ServiceLevel)] }],
        BusiestNumbers = [new BusyNumber("905322041584", Calls: 2, Missed: 1)],
        HeatMap = [new HeatMapHour(Weekday: 3, Hour: 18, Calls: 3, Missed: 1)],
    };

    private static CountedFigures Three()
    {
        var counted = new CountedFigures(CountsOutgoing: false);
        var figures = counted.Counted;
        (figures.Calls, figures.Answered, figures.Missed) = (3, 2, 1);
        figures.AnsweredWaits.Add(milliseconds: 8_250, times: 1);
        figures.AnsweredWaits.Add(milliseconds: 24_000, times: 1);
        figures.VainWaits.Add(milliseconds: 31_500, times: 1);
        figures.Talks.Add(milliseconds: 95_000, times: 1);
        figures.Talks.Add(milliseconds: 180_000, times: 1);
        return counted;
    }
}
