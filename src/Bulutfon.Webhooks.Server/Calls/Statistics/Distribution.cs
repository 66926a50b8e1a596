using System.Numerics;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// How often each duration came: an exact sum and count, and a count for each step of the <see cref="DurationScale"/>. Few steps are
/// sorted pairs, because thousands of small ones are in memory at once; many, as in a month's sum, are an array that is indexed.
/// </summary>
internal sealed class Distribution
{
    private const int MostPairs = 128;

    private (int Step, int Count)[] _pairs = [];
    private int _pairCount;
    private long[]? _counts;

    public long Count { get; private set; }

    public long SumMilliseconds { get; private set; }

    /// <summary>The steps that came, by their number.</summary>
    public IEnumerable<KeyValuePair<int, long>> Steps
    {
        get
        {
            for (var place = 0; place < Places; place++)
            {
                var (step, count) = At(place);
                if (count != 0)
                {
                    yield return new(step, count);
                }
            }
        }
    }

    public int StepCount => Steps.Count();

    public bool IsEmpty => SumMilliseconds == 0 && !Steps.Any();

    /// <summary>In seconds, exactly; null of none.</summary>
    public double? Average => Count == 0 ? null : Math.Round(SumMilliseconds / 1000d / Count, 3);

    /// <summary>How many places there are for steps. Figures go through them by number: an answer has thousands of distributions, and asks each several times.</summary>
    private int Places => _counts?.Length ?? _pairCount;

    /// <param name="milliseconds">The duration.</param>
    /// <param name="times">How often it comes; negative takes it away.</param>
    public void Add(long milliseconds, long times)
    {
        AddSum(milliseconds * times);
        AddStep(DurationScale.StepOf(milliseconds), times);
    }

    public void Add(Distribution other)
    {
        AddSum(other.SumMilliseconds);
        Count += other.Count;
        if (other._counts is { } counts)
        {
            UseCounts();
            for (var step = 0; step < counts.Length; step++)
            {
                if (counts[step] != 0)
                {
                    CountAt(step) += counts[step];
                }
            }
        }
        else if (_counts is not null)
        {
            CountEach(other._pairs.AsSpan(0, other._pairCount));
        }
        else
        {
            Merge(other._pairs.AsSpan(0, other._pairCount));
        }
    }

    public void AddSum(long milliseconds) => SumMilliseconds += milliseconds;

    /// <exception cref="InvalidDataException">There is no such step.</exception>
    public void AddStep(int step, long times)
    {
        if (step is < 0 or > DurationScale.Last)
        {
            throw Damaged();
        }

        Count += times;
        if (_counts is not null)
        {
            CountAt(step) += times;
            return;
        }

        var place = PlaceOf(step);
        if (place < _pairCount && _pairs[place].Step == step)
        {
            _pairs[place].Count = Sum(_pairs[place].Count, times);
        }
        else if (_pairCount == MostPairs)
        {
            UseCounts();
            CountAt(step) += times;
        }
        else
        {
            Insert(place, step, times);
        }
    }

    /// <summary>How many were not longer than a whole number of seconds up to an hour; exact.</summary>
    public long Within(TimeSpan duration)
    {
        var last = DurationScale.StepOf((long)duration.TotalMilliseconds);
        var within = 0L;
        for (var place = 0; place < Places && At(place) is var (step, count) && step <= last; place++)
        {
            within += count;
        }

        return within;
    }

    /// <summary>The duration in seconds that a share of them does not exceed (nearest rank); null of none.</summary>
    public double? Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * share));
        for (var place = 0; place < Places; place++)
        {
            var (step, count) = At(place);
            rank -= count;
            if (rank <= 0)
            {
                return DurationScale.Seconds(step);
            }
        }

        return null;
    }

    private (int Step, long Count) At(int place) => _counts is { } counts ? (place, counts[place]) : _pairs[place];

    /// <summary>
    /// Joins two sorted lists from their ends, where there is room: to insert one pair after the other was a third of a month's
    /// statistics, and a new list each time most of what they left to the collector.
    /// </summary>
    private void Merge(ReadOnlySpan<(int Step, int Count)> others)
    {
        var place = _pairCount + others.Length - CountShared(others);
        if (place > _pairs.Length)
        {
            Array.Resize(ref _pairs, place);
        }

        var (own, other) = (_pairCount - 1, others.Length - 1);
        _pairCount = place--;
        for (; other >= 0; place--)
        {
            var order = own < 0 ? -1 : _pairs[own].Step.CompareTo(others[other].Step);
            _pairs[place] = order switch
            {
                < 0 => others[other--],
                > 0 => _pairs[own--],
                _ => (_pairs[own].Step, Sum(_pairs[own--].Count, others[other--].Count)),
            };
        }

        if (_pairCount > MostPairs)
        {
            UseCounts();
        }
    }

    private int CountShared(ReadOnlySpan<(int Step, int Count)> others)
    {
        var (own, other, shared) = (0, 0, 0);
        while (own < _pairCount && other < others.Length)
        {
            var order = _pairs[own].Step.CompareTo(others[other].Step);
            own += order <= 0 ? 1 : 0;
            other += order >= 0 ? 1 : 0;
            shared += order == 0 ? 1 : 0;
        }

        return shared;
    }

    /// <summary>Pairs are small, because there are many: no step comes two billion times among so few.</summary>
    private static int Sum(int count, long times) => count + times is >= int.MinValue and <= int.MaxValue and var sum ? (int)sum : throw Damaged();

    private static InvalidDataException Damaged() => new("The figures are damaged.");

    private void UseCounts()
    {
        if (_counts is null)
        {
            _counts = [];
            CountEach(_pairs.AsSpan(0, _pairCount));
            (_pairs, _pairCount) = ([], 0);
        }
    }

    private void CountEach(ReadOnlySpan<(int Step, int Count)> pairs)
    {
        foreach (var (step, count) in pairs)
        {
            CountAt(step) += count;
        }
    }

    /// <summary>The array reaches to the longest duration that came, which mostly is far from the longest that there is.</summary>
    private ref long CountAt(int step)
    {
        if (step >= _counts!.Length)
        {
            Array.Resize(ref _counts, (int)BitOperations.RoundUpToPowerOf2((uint)step + 1));
        }

        return ref _counts[step];
    }

    /// <summary>Where a step is among the pairs, or belongs. They come in order mostly, so the last one is looked at first.</summary>
    private int PlaceOf(int step)
    {
        if (_pairCount == 0 || _pairs[_pairCount - 1].Step < step)
        {
            return _pairCount;
        }

        var (low, high) = (0, _pairCount - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _pairs[middle].Step < step ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Insert(int place, int step, long times)
    {
        if (_pairCount == _pairs.Length)
        {
            Array.Resize(ref _pairs, Math.Max(4, _pairCount * 2));
        }

        Array.Copy(_pairs, place, _pairs, place + 1, _pairCount - place);
        _pairs[place] = (step, Sum(0, times));
        _pairCount++;
    }
}
