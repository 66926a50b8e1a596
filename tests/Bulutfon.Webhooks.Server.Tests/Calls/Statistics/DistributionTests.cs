using Bulutfon.Webhooks.Server.Calls;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Calls.Statistics;

public sealed class DistributionTests
{
    private static readonly Gen<long[]> Durations = Gen.Frequency((5, Gen.Long[0, 60_000]), (2, Gen.Long[0, 7_200_000]), (1, Gen.Long[0, 86_400_000])).Array[1, 60];

    /// <summary>None, and also more steps than a list of pairs has.</summary>
    private static readonly Gen<long[]> Many = Gen.Long[0, 400_000].Array[0, 300];

    [Fact]
    public void Percentiles_are_above_the_true_ones_by_less_than_a_second_up_to_an_hour_and_a_minute_beyond() =>
        Durations.Sample(durations =>
        {
            var distribution = Of(durations);
            long[] sorted = [.. durations.Order()];
            foreach (var share in new[] { 0.5, 0.95, 1 })
            {
                var exact = sorted[Math.Max(1, (int)Math.Ceiling(sorted.Length * share)) - 1] / 1000d;
                Assert.InRange(distribution.Percentile(share)!.Value, exact, exact + (exact <= 3600 ? 0.9999 : 59.9999));
            }
        });

    [Fact]
    public void Averages_and_the_calls_within_any_service_level_are_exact() =>
        Gen.Select(Durations, Gen.Int[1, 3600]).Sample((durations, seconds) =>
        {
            var distribution = Of(durations);

            Assert.Equal(durations.Average() / 1000, distribution.Average!.Value, 0.0006);
            Assert.Equal(durations.Count(each => each <= seconds * 1000L), distribution.Within(TimeSpan.FromSeconds(seconds)));
        });

    [Fact]
    public void What_is_taken_away_leaves_nothing_behind() =>
        Gen.Select(Durations, Durations).Sample((stay, go) =>
        {
            var distribution = Of([.. stay, .. go]);
            foreach (var duration in go)
            {
                distribution.Add(duration, -1);
            }

            var expected = Of(stay);
            Assert.Equal(expected.Steps, distribution.Steps);
            Assert.Equal((expected.Count, expected.SumMilliseconds), (distribution.Count, distribution.SumMilliseconds));
        });

    [Fact]
    public void The_sum_of_two_is_that_of_all_their_durations() =>
        Gen.Select(Many, Many, Durations).Sample((first, second, gone) =>
        {
            var (sum, added) = (Of(first), Of([.. second, .. gone]));
            foreach (var duration in gone)
            {
                added.Add(duration, -1);
            }

            sum.Add(added);
            sum.Add(new Distribution());

            var expected = Of([.. first, .. second]);
            Assert.Equal(expected.Steps, sum.Steps);
            Assert.Equal((expected.Count, expected.SumMilliseconds), (sum.Count, sum.SumMilliseconds));
            Assert.Equal(Of(second).Steps, added.Steps);
        });

    [Fact]
    public void None_has_no_average() => Assert.Equal((null, null, 0), (new Distribution().Average, new Distribution().Percentile(0.5), new Distribution().Within(TimeSpan.FromHours(1))));

    private static Distribution Of(long[] milliseconds)
    {
        var distribution = new Distribution();
        foreach (var each in milliseconds)
        {
            distribution.Add(each, 1);
        }

        return distribution;
    }
}
