using System.Runtime.InteropServices;

namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>How often each duration came: an exact sum and count, and a count for each step of the <see cref="DurationScale"/>.</summary>
internal sealed class Distribution
{
    private readonly Dictionary<int, long> _steps = [];

    public long Count { get; private set; }

    public long SumMilliseconds { get; private set; }

    /// <summary>The steps that came, by their number.</summary>
    public IEnumerable<KeyValuePair<int, long>> Steps => _steps.Where(step => step.Value != 0).OrderBy(step => step.Key);

    public int StepCount => _steps.Values.Count(count => count != 0);

    public bool IsEmpty => SumMilliseconds == 0 && _steps.Values.All(count => count == 0);

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
        foreach (var (step, count) in other._steps)
        {
            AddStep(step, count);
        }
    }

    public void AddSum(long milliseconds) => SumMilliseconds += milliseconds;

    public void AddStep(int step, long times)
    {
        Count += times;
        CollectionsMarshal.GetValueRefOrAddDefault(_steps, step, out _) += times;
    }

    /// <summary>How many were not longer than a whole number of seconds up to an hour; exact.</summary>
    public long Within(TimeSpan duration)
    {
        var last = DurationScale.StepOf((long)duration.TotalMilliseconds);
        return _steps.Where(step => step.Key <= last).Sum(step => step.Value);
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
}
