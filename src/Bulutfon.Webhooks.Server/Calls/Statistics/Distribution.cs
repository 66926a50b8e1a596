using System.Numerics;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// How often each duration came: an exact sum and count, and a count for each step of the <see cref="DurationScale"/>. Few steps are
/// sorted pairs, because thousands of small ones are in memory at once; many, as in a month's sum, are an array that is indexed.
/// </summary>
internal sealed class Distribution
{
    private const int MostPairs = 128;

    private (int Step, long Count)[] _pairs = [];
    private int _pairCount;
    private long[]? _counts;

    public long Count { get; private set; }

    public long SumMilliseconds { get; private set; }

    /// <summary>The steps that came, by their number.</summary>
    public IEnumerable<KeyValuePair<int, long>> Steps
    {
        get
        {
            if (_counts is { } counts)
            {
                for (var step = 0; step < counts.Length; step++)
                {
                    if (counts[step] != 0)
                    {
                        yield return new(step, counts[step]);
                    }
                }

                yield break;
            }

            for (var index = 0; index < _pairCount; index++)
            {
                if (_pairs[index].Count != 0)
                {
                    yield return new(_pairs[index].Step, _pairs[index].Count);
                }
            }
        }
    }

    public int StepCount => Steps.Count();

    public bool IsEmpty => SumMilliseconds == 0 && !Steps.Any();

    /// <summary>In seconds, exactly; null of none.</summary>
    public double? Average => Count == 0 ? null : Math.Round(SumMilliseconds / 1000d / Count, 3);

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
            throw new InvalidDataException("The figures are damaged.");
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
            _pairs[place].Count += times;
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
        return Steps.TakeWhile(step => step.Key <= last).Sum(step => step.Value);
    }

    /// <summary>The duration in seconds that a share of them does not exceed (nearest rank); null of none.</summary>
    public double? Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(Count * share));
        foreach (var (step, count) in Steps)
        {
            rank -= count;
            if (rank <= 0)
            {
                return DurationScale.Seconds(step);
            }
        }

        return null;
    }

    /// <summary>Joins two sorted lists, because to insert one pair after the other was a third of a month's statistics.</summary>
    private void Merge(ReadOnlySpan<(int Step, long Count)> others)
    {
        if (_pairCount == 0)
        {
            (_pairs, _pairCount) = (others.ToArray(), others.Length);
            return;
        }

        var merged = new (int Step, long Count)[_pairCount + others.Length];
        var (own, other, count) = (0, 0, 0);
        while (own < _pairCount && other < others.Length)
        {
            merged[count++] = _pairs[own].Step.CompareTo(others[other].Step) switch
            {
                < 0 => _pairs[own++],
                > 0 => others[other++],
                _ => (_pairs[own].Step, _pairs[own++].Count + others[other++].Count),
            };
        }

        _pairs.AsSpan(own, _pairCount - own).CopyTo(merged.AsSpan(count));
        others[other..].CopyTo(merged.AsSpan(count + _pairCount - own));
        (_pairs, _pairCount) = (merged, count + _pairCount - own + others.Length - other);
        if (_pairCount > MostPairs)
        {
            UseCounts();
        }
    }

    private void UseCounts()
    {
        if (_counts is null)
        {
            _counts = [];
            CountEach(_pairs.AsSpan(0, _pairCount));
            (_pairs, _pairCount) = ([], 0);
        }
    }

    private void CountEach(ReadOnlySpan<(int Step, long Count)> pairs)
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
        _pairs[place] = (step, times);
        _pairCount++;
    }
}
