using System.Globalization;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Tests.Calls.Statistics;

public sealed class TimeBucketsTests
{
    [Theory]
    [InlineData("Europe/Istanbul", "2026-03-29T00:00+03:00", "2026-03-30T00:00+03:00", 24, 60)]
    [InlineData("Europe/Istanbul", "2015-11-08T00:00+03:00", "2015-11-09T00:00+02:00", 25, 60)]
    [InlineData("Europe/Berlin", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00", 23, 60)]
    [InlineData("Europe/Berlin", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00", 25, 60)]
    [InlineData("Australia/Lord_Howe", "2026-04-05T00:00+11:00", "2026-04-06T00:00+10:30", 25, 30)]
    [InlineData("Australia/Lord_Howe", "2026-10-04T00:00+10:30", "2026-10-05T00:00+11:00", 24, 30)]
    [InlineData("Asia/Kathmandu", "2026-03-29T00:00+05:45", "2026-03-30T00:00+05:45", 24, 60)]
    public void The_hours_of_a_day_are_those_that_the_clock_shows(string zone, string from, string to, int hours, int shortestMinutes)
    {
        var buckets = Of(zone, from, to, BucketSize.Hour);

        Assert.Equal(hours, buckets.Count);
        Assert.Equal(shortestMinutes, buckets.Min(bucket => (bucket.To - bucket.From) / 60_000_000));
        Assert.Equal(60, buckets.Max(bucket => (bucket.To - bucket.From) / 60_000_000));
        AssertMeet(buckets, from, to);
    }

    [Theory]
    [InlineData("Europe/Istanbul", "2026-03-28T00:00+03:00", "2026-03-31T00:00+03:00", "24 24 24")]
    [InlineData("Europe/Berlin", "2026-03-28T00:00+01:00", "2026-03-31T00:00+02:00", "24 23 24")]
    [InlineData("Europe/Berlin", "2026-10-24T00:00+02:00", "2026-10-27T00:00+01:00", "24 25 24")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T00:00+11:00", "2026-04-07T00:00+10:30", "24 24.5 24")]
    [InlineData("Australia/Lord_Howe", "2026-10-03T00:00+10:30", "2026-10-06T00:00+11:00", "24 23.5 24")]
    [InlineData("Asia/Kathmandu", "2026-03-28T00:00+05:45", "2026-03-30T00:00+05:45", "24 24")]
    [InlineData("America/Santiago", "2026-09-05T00:00-04:00", "2026-09-07T00:00-03:00", "24 23")]
    [InlineData("Pacific/Apia", "2011-12-29T00:00-10:00", "2012-01-01T00:00+14:00", "24 24")]
    public void A_day_lasts_from_midnight_to_midnight(string zone, string from, string to, string hours)
    {
        var buckets = Of(zone, from, to, BucketSize.Day);

        Assert.Equal(hours, string.Join(' ', buckets.Select(bucket => ((bucket.To - bucket.From) / 3_600_000_000d).ToString(CultureInfo.InvariantCulture))));
        AssertMeet(buckets, from, to);
    }

    [Fact]
    public void Months_begin_in_the_zone_and_the_first_and_last_are_cut()
    {
        var buckets = Of("Europe/Berlin", "2026-03-15T12:34+01:00", "2026-05-01T00:01+02:00", BucketSize.Month);

        Assert.Equal(["2026-03-15T11:34", "2026-03-31T22:00", "2026-04-30T22:00"], buckets.Select(bucket => Text(bucket.From)));
        Assert.Equal("2026-04-30T22:01", Text(buckets[^1].To));
    }

    [Fact]
    public void A_time_within_one_bucket_is_one_bucket() =>
        Assert.Equal(new TimeBucket(1_000, 2_000), Assert.Single(TimeBuckets.Of(1_000, 2_000, BucketSize.Hour, TimeZoneInfo.Utc)));

    private static IReadOnlyList<TimeBucket> Of(string zone, string from, string to, BucketSize size) =>
        TimeBuckets.Of(Time(from), Time(to), size, TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static void AssertMeet(IReadOnlyList<TimeBucket> buckets, string from, string to)
    {
        Assert.Equal([Time(from), .. buckets.Select(bucket => bucket.To)], [.. buckets.Select(bucket => bucket.From), Time(to)]);
    }

    private static long Time(string text) => UnixTime.Of(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));

    private static string Text(long time) => UnixTime.ToTime(time).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
}
