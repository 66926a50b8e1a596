using Bulutfon.Webhooks.Server.Journal;

namespace Bulutfon.Webhooks.Server.Tests.Journal;

/// <summary>What is kept in memory for followers, also when none of them forgets.</summary>
public sealed class RecentEventsTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly RecentEvents _recent = new();

    [Fact]
    public void Large_events_that_nobody_reads_take_no_more_than_the_budget()
    {
        for (var id = 1; id <= 100; id++)
        {
            _recent.Add(Event(id, Megabyte));
            Assert.InRange(_recent.Bytes, 1, RecentEvents.MostBytes);
        }

        Assert.Empty(Read(after: 0));
        Assert.Empty(Read(after: 83));
        Assert.Equal(Enumerable.Range(85, 16).Select(id => (long)id), Read(after: 84));
    }

    [Fact]
    public void What_was_read_is_forgotten_and_gives_its_bytes_back()
    {
        for (var id = 1; id <= 10; id++)
        {
            _recent.Add(Event(id, Megabyte));
        }

        _recent.Forget(7);

        Assert.Equal(3 * Megabyte, _recent.Bytes);
        Assert.Equal([8L, 9L, 10L], Read(after: 7));
        _recent.Forget(10);
        Assert.Equal(0, _recent.Bytes);
    }

    [Fact]
    public void More_events_than_there_are_places_push_out_the_oldest()
    {
        for (var id = 1; id <= 20_000; id++)
        {
            _recent.Add(Event(id, 1));
        }

        Assert.Equal(8192, _recent.Bytes);
        Assert.Equal(8192, Read(after: 20_000 - 8192).Count);
    }

    [Fact]
    public void A_read_ends_at_its_bytes_and_always_gives_one()
    {
        for (var id = 1; id <= 10; id++)
        {
            _recent.Add(Event(id, Megabyte));
        }

        Assert.Equal([1L, 2L, 3L], Read(after: 0, mostBytes: 3 * Megabyte));
        Assert.Equal([1L], Read(after: 0, mostBytes: 1));
    }

    private static CommittedEvent Event(long id, int size) => new(id, "default", id, id, Event: null) { Size = size };

    private List<long> Read(long after, long mostBytes = long.MaxValue)
    {
        var events = new List<CommittedEvent>();
        _recent.TryRead(after, int.MaxValue, mostBytes, events);
        return [.. events.Select(each => each.Id)];
    }
}
