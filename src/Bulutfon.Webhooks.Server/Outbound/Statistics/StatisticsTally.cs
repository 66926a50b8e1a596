using System.Runtime.InteropServices;
using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Statistics;

/// <summary>Sums up what a request asks for, of quarter hours and of single calls.</summary>
internal sealed class StatisticsTally
{
    private const int HoursADay = 24;
    private const int DaysAWeek = 7;

    private readonly StatisticsQuery _query;
    private readonly TimeZoneInfo _zone;
    private readonly CountedFigures[] _all;
    private readonly Dictionary<string, CountedFigures?[]> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (int Calls, int Missed)> _numbers;
    private readonly (long Calls, long Missed)[] _heat = new (long, long)[DaysAWeek * HoursADay];
    private readonly long _firstQuarter;
    private readonly (int Bucket, int Heat)?[] _places;
    private (RollupKey Key, CountedFigures?[] Buckets)? _lastGroup;

    /// <param name="query">What is asked for.</param>
    /// <param name="zone">The zone of its buckets.</param>
    /// <param name="numbers">Takes the numbers; empty.</param>
    public StatisticsTally(StatisticsQuery query, TimeZoneInfo zone, Dictionary<long, (int Calls, int Missed)> numbers)
    {
        _query = query;
        _zone = zone;
        _numbers = numbers;
        Buckets = query.Bucket is { } size ? TimeBuckets.Of(query.From, query.To, size, zone) : [new TimeBucket(query.From, query.To)];
        _firstQuarter = QuarterHour.Of(query.From);
        _places = new (int, int)?[QuarterHour.Of(query.To) - _firstQuarter + 1];
        _all = [.. Buckets.Select(_ => new CountedFigures(CountedFigures.IsOutgoing(query.Direction)))];
    }

    public IReadOnlyList<TimeBucket> Buckets { get; }

    /// <summary>The figures of each bucket.</summary>
    public IReadOnlyList<CountedFigures> All => _all;

    /// <summary>The figures of each group in each bucket; null where there are no calls.</summary>
    public IReadOnlyDictionary<string, CountedFigures?[]> Groups => _groups;

    /// <summary>What roll-ups are needed beside those of all calls.</summary>
    public RollupKind? GroupKind => _query.GroupBy switch
    {
        StatisticsGroup.Extension => RollupKind.Extension,
        StatisticsGroup.Group => RollupKind.Group,
        StatisticsGroup.Menu => RollupKind.Menu,
        StatisticsGroup.Hook => RollupKind.Hook,
        StatisticsGroup.Direction => RollupKind.All,
        _ => null,
    };

    /// <summary>Where a quarter hour of all calls is added; its calls go into the heat map at once.</summary>
    public CallFigures? AddAll(RollupKey key, long quarter, long calls, long missed)
    {
        if (!Counts(key.Direction))
        {
            return null;
        }

        var (bucket, heat) = PlaceOf(quarter);
        if (!IsCounted(key.Direction))
        {
            return _all[bucket].Others;
        }

        _heat[heat] = (_heat[heat].Calls + calls, _heat[heat].Missed + missed);
        return _all[bucket].Counted;
    }

    /// <summary>Where a quarter hour of one group is added.</summary>
    public CallFigures? AddGroup(RollupKey key, long quarter, long calls, long missed) =>
        Counts(key.Direction) ? PartOf(Group(key, PlaceOf(quarter).Bucket), key.Direction) : null;

    public void AddNumber(NumberCount number, int calls, int missed)
    {
        if (_query.Direction is null || _query.Direction == (number.IsOutbound ? "OUT" : "IN"))
        {
            missed = _query.Direction is null && number.IsOutbound ? 0 : missed;
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, number.Code, out _);
            count = (count.Calls + calls, count.Missed + missed);
        }
    }

    /// <summary>Adds a call that no quarter hour was added for.</summary>
    public void Add(CallContribution call)
    {
        foreach (var figures in FiguresOf(call))
        {
            figures.Add(call, 1);
        }

        if (!Counts(call.Direction))
        {
            return;
        }

        if (IsCounted(call.Direction))
        {
            var heat = PlaceOf(QuarterHour.Of(call.StartedAt), call.StartedAt).Heat;
            _heat[heat] = (_heat[heat].Calls + 1, _heat[heat].Missed + (call.IsMissed ? 1 : 0));
        }

        if (call.Number is { } number)
        {
            AddNumber(new NumberCount(NumberCount.CodeOf(number), Quarter: 0, call.IsOutbound), 1, call.IsMissed ? 1 : 0);
        }
    }

    /// <summary>Says of a call that was added that it is in progress.</summary>
    public void AddInProgress(CallContribution call)
    {
        foreach (var figures in FiguresOf(call))
        {
            figures.InProgress++;
        }
    }

    /// <summary>The numbers with the most calls, of which the quietest waits to be replaced: numbers are too many to sort.</summary>
    public IReadOnlyList<BusyNumber> BusiestNumbers()
    {
        var busiest = new PriorityQueue<long, (long Calls, long Missed, long Code)>();
        foreach (var (code, (calls, missed)) in _numbers)
        {
            var rank = (calls, missed, -code);
            if (calls > 0 && busiest.Count < _query.Numbers)
            {
                busiest.Enqueue(code, rank);
            }
            else if (calls > 0 && _query.Numbers > 0)
            {
                busiest.EnqueueDequeue(code, rank);
            }
        }

        return [.. busiest.UnorderedItems.OrderByDescending(each => each.Priority).Select(each => new BusyNumber(NumberCount.KeyOf(each.Element), each.Priority.Calls, each.Priority.Missed))];
    }

    public IReadOnlyList<HeatMapHour> HeatMap() =>
    [
        .. _heat.Select((hour, index) => new HeatMapHour((index / HoursADay) + 1, index % HoursADay, hour.Calls, hour.Missed)).Where(hour => hour.Calls > 0),
    ];

    private IEnumerable<CallFigures> FiguresOf(CallContribution call)
    {
        if (!Counts(call.Direction))
        {
            yield break;
        }

        var bucket = PlaceOf(QuarterHour.Of(call.StartedAt), call.StartedAt).Bucket;
        yield return PartOf(_all[bucket], call.Direction);
        foreach (var key in call.Keys.Where(key => key.Kind == GroupKind))
        {
            yield return PartOf(Group(key, bucket), call.Direction);
        }
    }

    private CountedFigures Group(RollupKey key, int bucket)
    {
        // The quarter hours of a row come one behind the other, with the same texts.
        if (_lastGroup is not var (lastKey, buckets) || !ReferenceEquals(lastKey.Value, key.Value) || !ReferenceEquals(lastKey.Direction, key.Direction))
        {
            _lastGroup = (key, buckets = BucketsOf(key));
        }

        return buckets[bucket] ??= new CountedFigures(CountedFigures.IsOutgoing(_query.GroupBy == StatisticsGroup.Direction ? key.Direction : _query.Direction));
    }

    private CountedFigures?[] BucketsOf(RollupKey key)
    {
        var value = _query.GroupBy == StatisticsGroup.Direction ? key.Direction : key.Value;
        ref var buckets = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, value, out _);
        return buckets ??= new CountedFigures?[_all.Length];
    }

    private bool Counts(string direction) => _query.Direction is null || _query.Direction == direction || (_query.IncludesUnsaid && direction.Length == 0);

    /// <summary>Whether the missed calls, rates and waits of a direction are told as such: incoming ones, unless another was asked for.</summary>
    private bool IsCounted(string direction) => _query.Direction is not null || !CountedFigures.IsOutgoing(direction);

    /// <summary>The part that a direction's calls belong to. Of a group that is a direction, all of them count.</summary>
    private CallFigures PartOf(CountedFigures figures, string direction) => figures.CountsOutgoing || IsCounted(direction) ? figures.Counted : figures.Others;

    /// <summary>The bucket and the hour of the week of a quarter hour.</summary>
    private (int Bucket, int Heat) PlaceOf(long quarter) => _places[quarter - _firstQuarter] ??= PlaceOf(quarter, QuarterHour.Start(quarter));

    /// <summary>Of a quarter hour that the request's time cuts, the moment counts.</summary>
    private (int Bucket, int Heat) PlaceOf(long quarter, long moment)
    {
        var clock = TimeBuckets.Local(QuarterHour.Start(quarter), _zone);
        var weekday = ((int)clock.DayOfWeek + DaysAWeek - 1) % DaysAWeek;
        return (BucketAt(moment), (weekday * HoursADay) + clock.Hour);
    }

    private int BucketAt(long moment)
    {
        var (low, high) = (0, Buckets.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Buckets[middle].From <= moment ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
