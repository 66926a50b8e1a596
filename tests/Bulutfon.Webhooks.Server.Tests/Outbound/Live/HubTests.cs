using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Live;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Outbound.Live;

/// <summary>The machinery alone, on a source that counts what is asked of it.</summary>
[Trait("Store", "Any")]
public sealed class HubTests : IDisposable
{
    private readonly CountedSource _source = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly LiveHub<LiveItem> _hub;

    public HubTests() => _hub = new LiveHub<LiveItem>(_source, _lifetime, TimeProvider.System, NullLogger<LiveHub<LiveItem>>.Instance);

    public void Dispose()
    {
        _lifetime.StopApplication();
        _hub.Dispose();
    }

    [Fact]
    public async Task Without_streams_nothing_is_read_and_after_the_last_one_nothing_any_more()
    {
        _source.Commit(1000);
        Assert.Equal(0, _source.Reads);

        var follower = _hub.Join(_ => true);
        _source.Commit(1);
        Assert.Equal(1001, (await NextAsync(follower)).Id);
        var reads = _source.Reads;
        _hub.Leave(follower);
        _source.Commit(1);
        _source.Commit(1);
        var later = _hub.Join(_ => true);
        _source.Commit(1);

        // It begins where the source is when it joins, or where the pump still was.
        Assert.InRange((await NextAsync(later)).Id, later.JoinedAt + 1, 1004);
        Assert.InRange(_source.Reads, reads + 1, reads + 3);
        Assert.True(later.JoinedAt >= 1001);
    }

    [Fact]
    public async Task An_item_is_read_and_serialized_once_for_all_streams_and_only_if_one_sends_it()
    {
        LiveFollower<LiveItem>[] followers = [.. Enumerable.Range(0, 100).Select(_ => _hub.Join(item => item.Id % 2 == 0))];
        _source.Commit(2);

        foreach (var follower in followers)
        {
            var item = await NextAsync(follower);
            Assert.Equal((2, "2"), (item.Id, System.Text.Encoding.UTF8.GetString(item.Data)));
        }

        Assert.Equal([2], _source.Serialized);
        Assert.Equal(1, _source.Reads);
    }

    [Fact]
    public async Task A_full_queue_ends_right_before_what_it_cannot_hold_and_the_others_go_on()
    {
        const int Capacity = LiveFollower<LiveItem>.Capacity;
        var full = _hub.Join(_ => true);
        var sparse = _hub.Join(item => item.Id > Capacity);
        _source.Commit(Capacity + 5);

        // It joined last: when it has something, the other has all that it can hold.
        Assert.Equal(Capacity + 1, (await NextAsync(sparse)).Id);
        for (var id = 1; id <= Capacity; id++)
        {
            Assert.Equal(id, (await NextAsync(full)).Id);
        }

        Assert.Null(await full.NextAsync(CancellationToken.None));
        Assert.Equal(Capacity, full.EndedAt);
    }

    [Fact]
    public async Task A_source_that_fails_is_read_again()
    {
        var follower = _hub.Join(_ => true);
        _source.Failures = 1;
        _source.Commit(1);

        Assert.Equal(1, (await NextAsync(follower)).Id);
    }

    [Fact]
    public async Task A_source_that_fails_for_long_is_told_once_for_each_cause()
    {
        var time = new FakeTimeProvider();
        var log = new CountedLog();
        using var hub = new LiveHub<LiveItem>(_source, _lifetime, time, log);
        _source.Failures = 5;
        var next = hub.Join(_ => true).NextAsync(CancellationToken.None).AsTask();
        _source.Commit(1);

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), timeout.Token);
        }

        Assert.Equal(1, (await next)!.Id);
        Assert.Equal(1, log.Lines);
    }

    private static async Task<LiveItem> NextAsync(LiveFollower<LiveItem> follower) =>
        (await follower.NextAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30)))!;

    private sealed class CountedLog : ILogger<LiveHub<LiveItem>>
    {
        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines++;
    }

    private sealed class CountedSource : ILiveSource<LiveItem>
    {
        private readonly CommitSignal _signal = new();

        public int Reads { get; private set; }

        public int Failures { get; set; }

        public List<long> Serialized { get; } = [];

        public long LastSequence => _signal.Last;

        public void Commit(int count) => _signal.Set(_signal.Last + count);

        public Task WaitAsync(long after, CancellationToken cancellationToken) => _signal.WaitAsync(after, cancellationToken);

        public Task<LiveBatch<LiveItem>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken)
        {
            if (Failures-- > 0)
            {
                throw new IOException("The source cannot be read.");
            }

            Reads++;
            var end = Math.Min(after + limit, LastSequence);
            LiveItem[] items = [.. Enumerable.Range(1, (int)(end - after)).Select(number => Item(after + number))];
            return Task.FromResult(new LiveBatch<LiveItem>(items, end));
        }

        private LiveItem Item(long id) => new(id, () =>
        {
            Serialized.Add(id);
            return System.Text.Encoding.UTF8.GetBytes(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });
    }
}
