using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

/// <summary>
/// Reads the statistics: roll-ups for the whole quarter hours of the time, the calls themselves for what is left at its edges, and the
/// few open calls, of which only now tells whether they go on.
/// </summary>
internal sealed class StatisticsSearch(
    IProjectionStore projections, CatchUp catchUp, TimeProvider time, IOptions<CallsOptions> options, IOptions<DisplayOptions> display)
{
    private const int AtOnce = 500;

    /// <summary>As many numbers take about 3 MB.</summary>
    private const int MostKeptNumbers = 100_000;

    /// <summary>
    /// A month's numbers from the last request, emptied: growing to that size anew left megabytes of large objects behind, and each
    /// request paid for a collection of all generations.
    /// </summary>
    private Dictionary<long, (int Calls, int Missed)>? _spareNumbers;

    public async Task<CallStatistics> ReadAsync(StatisticsQuery query, CancellationToken cancellationToken)
    {
        var indexedTo = await catchUp.WaitAsync(cancellationToken);
        var zone = display.Value.Zone;
        var numbers = Interlocked.Exchange(ref _spareNumbers, null) ?? [];
        var tally = new StatisticsTally(query, zone, numbers);
        if (catchUp.HasIndex)
        {
            var now = UnixTime.Of(time.GetUtcNow());
            projections.ReadRollups(rollups => Read(rollups, query, tally, now, cancellationToken));
        }

        var statistics = Show(query, tally, zone) with { IndexedTo = indexedTo };
        if (numbers.Count <= MostKeptNumbers)
        {
            numbers.Clear();
            _spareNumbers = numbers;
        }

        return statistics;
    }

    private void Read(IRollups rollups, StatisticsQuery query, StatisticsTally tally, long now, CancellationToken cancellationToken)
    {
        var (first, end) = (QuarterHour.NotBefore(query.From), QuarterHour.Of(query.To));
        if (first < end)
        {
            rollups.AddFigures(RollupKind.All, first, end, tally.AddAll);
            if (tally.GroupKind is { } kind)
            {
                rollups.AddFigures(kind, first, end, tally.AddGroup);
            }

            if (query.Numbers > 0)
            {
                rollups.ReadNumbers(first, end, tally.AddNumber);
            }

            AddCalls(query.From, QuarterHour.Start(first));
            AddCalls(QuarterHour.Start(end), query.To);
        }
        else
        {
            AddCalls(query.From, query.To);
        }

        var staleAfter = Microseconds(options.Value.StaleAfter);
        var open = Find(rollups, new CallTerm(SearchField.CallOpen, CallTerms.Is), Math.Max(query.From, now - staleAfter - Microseconds(CallSearch.LongestCall)), query.To, cancellationToken);
        foreach (var call in open.Where(call => now - call.State.AliveAt < staleAfter))
        {
            tally.AddInProgress(CallContribution.Of(call.State));
        }

        void AddCalls(long from, long to)
        {
            foreach (var call in Find(rollups, new CallTerm(SearchField.CallAll, CallTerms.Is), from, to, cancellationToken))
            {
                tally.Add(CallContribution.Of(call.State));
            }
        }
    }

    private static IEnumerable<FoundCall> Find(IRollups rollups, CallTerm term, long from, long to, CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            yield break;
        }

        var query = new SearchQuery([[term.Key]], from, to, PlaceOrder.Ascending, Behind: null);
        IReadOnlyList<FoundCall> found;
        do
        {
            found = rollups.FindCalls(query, AtOnce, cancellationToken);
            foreach (var call in found.Where(call => call.Has(term.Field, term.Value)))
            {
                yield return call;
            }

            query = query with { Behind = found.Count > 0 ? found[^1].Place : null };
        }
        while (found.Count == AtOnce);
    }

    private CallStatistics Show(StatisticsQuery query, StatisticsTally tally, TimeZoneInfo zone)
    {
        var serviceLevel = options.Value.ServiceLevel;
        return new CallStatistics
        {
            From = UnixTime.ToTime(query.From),
            To = UnixTime.ToTime(query.To),
            TimeZone = zone.Id,
            ServiceLevelSeconds = serviceLevel.TotalSeconds,
            Total = Figures.Of(Sum(tally.All, CountedFigures.IsOutgoing(query.Direction)), serviceLevel),
            Buckets = query.Bucket is null ? null : [.. tally.Buckets.Zip(tally.All, (bucket, figures) => new BucketFigures(bucket, figures, serviceLevel))],
            Groups = query.GroupBy is null ? null : [.. Groups(query, tally, serviceLevel).OrderByDescending(group => group.Calls).ThenBy(group => group.Value, StringComparer.Ordinal)],
            BusiestNumbers = tally.BusiestNumbers(),
            HeatMap = tally.HeatMap(),
        };
    }

    private static IEnumerable<GroupFigures> Groups(StatisticsQuery query, StatisticsTally tally, TimeSpan serviceLevel)
    {
        foreach (var (value, buckets) in tally.Groups)
        {
            yield return new GroupFigures(value, Sum(buckets.OfType<CountedFigures>(), CountedFigures.IsOutgoing(query.GroupBy == StatisticsGroup.Direction ? value : query.Direction)), serviceLevel)
            {
                Buckets = query.Bucket is null ? null : [.. tally.Buckets
                    .Zip(buckets, (bucket, figures) => figures is null ? null : new BucketFigures(bucket, figures, serviceLevel))
                    .OfType<BucketFigures>()],
            };
        }
    }

    private static CountedFigures Sum(IEnumerable<CountedFigures> parts, bool countsOutgoing)
    {
        var sum = new CountedFigures(countsOutgoing);
        foreach (var part in parts)
        {
            sum.Add(part);
        }

        return sum;
    }

    private static long Microseconds(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;
}
