using System.Diagnostics;

namespace Bulutfon.Webhooks.Benchmarks.Generate;

/// <summary>Tells on standard error how far it is, every few seconds.</summary>
/// <param name="events">How many there will be.</param>
/// <param name="what">What is done with them.</param>
internal sealed class Progress(long events, string what)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _told = Stopwatch.GetTimestamp();

    public void Tell(long done)
    {
        if (Stopwatch.GetElapsedTime(_told) > Interval)
        {
            _told = Stopwatch.GetTimestamp();
            Console.Error.WriteLine(FormattableString.Invariant($"{done:N0} of {events:N0} {what}"));
        }
    }
}
