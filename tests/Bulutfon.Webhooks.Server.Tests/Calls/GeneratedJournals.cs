using System.Globalization;
using Bulutfon.Webhooks.Server.Journal;
using CsCheck;

namespace Bulutfon.Webhooks.Server.Tests.Calls;

/// <summary>The events of several generated calls, mixed, as they would stand in a journal.</summary>
internal static class GeneratedJournals
{
    public static Gen<CommittedEvent[]> Of(int calls, int eventsEach) =>
        Gen.Select(GeneratedCalls.Of(eventsEach).Array[1, calls], Gen.Int).Select((generated, seed) => Mixed(generated, new Random(seed)));

    /// <summary>Parts of any size, in order.</summary>
    public static IEnumerable<CommittedEvent[]> Split(CommittedEvent[] events, Random random)
    {
        for (var start = 0; start < events.Length;)
        {
            var length = Math.Min(events.Length - start, random.Next(1, 12));
            yield return events[start..(start += length)];
        }
    }

    private static CommittedEvent[] Mixed(CommittedEvent[][] calls, Random random)
    {
        // Each call an hour behind the one before, some of them at one time.
        var events = calls.SelectMany((call, index) => call.Select(each => each with
        {
            Timestamp = each.Timestamp + (index / 2 * 3_600_000_000L),
            Event = each.Event! with { Uuid = string.Create(CultureInfo.InvariantCulture, $"call-{index}") },
        })).ToArray();
        random.Shuffle(events);
        return [.. events.Select((each, index) => each with { Id = index + 1 })];
    }
}
