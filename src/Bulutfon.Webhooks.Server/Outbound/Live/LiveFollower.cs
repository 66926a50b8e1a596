using System.Threading.Channels;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>What the pump hands over to one stream: a queue that never makes the pump wait.</summary>
/// <param name="matches">Which items the stream wants.</param>
/// <param name="joinedAt">The sequence behind which the pump hands everything over.</param>
internal sealed class LiveFollower<TItem>(Predicate<TItem> matches, long joinedAt) : IHeartbeatQueue
    where TItem : LiveItem
{
    /// <summary>A quarter of a second at 1,000 matching events a second; more costs memory and gains nothing, since the journal has them all.</summary>
    public const int Capacity = 256;

    private readonly Channel<LiveItem> _queue = Channel.CreateBounded<LiveItem>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private long _endedAt;

    public long JoinedAt => joinedAt;

    /// <summary>The last sequence that the queue covers, once it has ended.</summary>
    public long EndedAt => Volatile.Read(ref _endedAt);

    /// <summary>False if the reader is too slow: then the queue has ended, right before the item.</summary>
    public bool TryHandOver(TItem item)
    {
        if (!matches(item) || _queue.Writer.TryWrite(item))
        {
            return true;
        }

        Volatile.Write(ref _endedAt, item.Id - 1);
        _queue.Writer.Complete();
        return false;
    }

    public void Beat() => _queue.Writer.TryWrite(LiveItem.Heartbeat);

    /// <summary>The next item or heartbeat; null at the end of the queue, or when the stream is to end.</summary>
    public async ValueTask<LiveItem?> NextAsync(CancellationToken ending)
    {
        try
        {
            return await _queue.Reader.WaitToReadAsync(ending) && _queue.Reader.TryRead(out var item) ? item : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
