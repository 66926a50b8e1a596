namespace Bulutfon.Webhooks.Benchmarks.Load;

/// <summary>
/// Events of some days in the order in which they arrive: calls overlap, most calls come in office hours, and one post in a
/// hundred is late. The same seed, count, days and end give the same events.
/// </summary>
/// <param name="seed">Decides the calls.</param>
/// <param name="count">How many events.</param>
/// <param name="days">How many days they are of; a month if null.</param>
/// <param name="end">The moment behind the last day; <see cref="Timeline.End"/> if null.</param>
internal sealed class Timeline(int seed, int count, int? days = null, DateTimeOffset? end = null)
{
    /// <summary>The month ends with May 2026, in Istanbul.</summary>
    public static readonly DateTimeOffset End = new(2026, 6, 1, 0, 0, 0, TimeSpan.FromHours(3));

    public const int Days = 30;

    private readonly int _days = days ?? Days;
    private readonly DateTimeOffset _end = end ?? End;

    private const long Second = 1_000_000;
    private const long Hour = 3600 * Second;

    /// <summary>How many calls begin in each hour of a day, relative to the others.</summary>
    private static readonly int[] CallsOfHour = [1, 1, 1, 1, 1, 1, 2, 5, 15, 40, 50, 48, 35, 40, 48, 45, 40, 30, 15, 8, 6, 4, 3, 2];

    public IEnumerable<SentEvent> Events()
    {
        var centre = new CallCentre(seed);
        var random = new Random(seed);
        var underWay = new PriorityQueue<SentEvent, (long ArrivesAt, int Number)>();
        var made = 0;
        while (made < count)
        {
            var call = centre.Next(Moment((made + random.NextDouble()) / count));
            while (underWay.TryPeek(out var next, out _) && next.ArrivesAt <= call.Start)
            {
                yield return underWay.Dequeue();
            }

            foreach (var sent in SentEvent.Of(call, () => Delay(random)).Take(count - made))
            {
                underWay.Enqueue(sent, (sent.ArrivesAt, made++));
            }
        }

        while (underWay.TryDequeue(out var last, out _))
        {
            yield return last;
        }
    }

    private static long Delay(Random random) => random.Next(100) > 0 ? random.NextInt64(Second / 50, Second / 2) : random.NextInt64(Second, Hour / 2);

    /// <summary>The time before which a part of the calls began.</summary>
    private long Moment(double part)
    {
        var day = (int)(part * _days);
        var calls = ((part * _days) - day) * CallsOfHour.Sum();
        var hour = 0;
        while (calls >= CallsOfHour[hour])
        {
            calls -= CallsOfHour[hour++];
        }

        var begin = _end.AddDays(day - _days).AddHours(hour + (calls / CallsOfHour[hour]));
        return (begin - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
