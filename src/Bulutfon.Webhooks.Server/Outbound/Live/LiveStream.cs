using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>
/// One client's view of a source: reads what it has missed, follows the pump from there, and reads again by its own cursor
/// whenever it was too slow. Ids only grow, so nothing is left out and nothing comes twice.
/// </summary>
/// <param name="hub">What it follows.</param>
/// <param name="place">Its place among all open streams.</param>
/// <param name="matches">Which items it wants.</param>
/// <param name="after">The last sequence that the client has.</param>
internal sealed class LiveStream<TItem>(LiveHub<TItem> hub, LivePlace place, Predicate<TItem> matches, long after)
    where TItem : LiveItem
{
    private const string HeartbeatName = "heartbeat";

    private long _cursor = after;

    public async IAsyncEnumerable<SseItem<byte[]>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The client's headers leave with the first item.
        yield return ToSse(LiveItem.Heartbeat);

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, place.Ending);
        var ending = either.Token;
        while (!ending.IsCancellationRequested)
        {
            // From far behind, the queue would be full before it is read.
            await foreach (var item in CatchUpAsync(() => hub.LastSequence - LiveFollower<TItem>.Capacity, ending))
            {
                yield return ToSse(item);
            }

            var follower = hub.Join(matches, _cursor);
            try
            {
                await foreach (var item in CatchUpAsync(() => follower.JoinedAt, ending))
                {
                    yield return ToSse(item);
                }

                place.Queue = follower;
                if (place.TakeBeat())
                {
                    yield return ToSse(LiveItem.Heartbeat);
                }

                while (await follower.NextAsync(ending) is { } item)
                {
                    // The catching-up may have read beyond the sequence at which it joined.
                    if (item == LiveItem.Heartbeat || item.Id > _cursor)
                    {
                        yield return ToSse(item);
                    }
                }

                _cursor = Math.Max(_cursor, follower.EndedAt);
            }
            finally
            {
                place.Queue = null;
                hub.Leave(follower);
            }
        }
    }

    private async IAsyncEnumerable<LiveItem> CatchUpAsync(Func<long> upTo, [EnumeratorCancellation] CancellationToken ending)
    {
        while (_cursor < upTo() && await NextBatchAsync(ending) is { } batch)
        {
            foreach (var item in batch.Items.Where(item => matches(item)))
            {
                yield return item;
            }

            _cursor = batch.ReadTo;
            if (place.TakeBeat())
            {
                yield return LiveItem.Heartbeat;
            }
        }
    }

    private async Task<LiveBatch<TItem>?> NextBatchAsync(CancellationToken ending)
    {
        try
        {
            return await hub.ReadAfterAsync(_cursor, ending);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private SseItem<byte[]> ToSse(LiveItem item)
    {
        if (item == LiveItem.Heartbeat)
        {
            return new SseItem<byte[]>(item.Data, HeartbeatName);
        }

        _cursor = item.Id;
        place.Sent++;
        return new SseItem<byte[]>(item.Data) { EventId = item.Id.ToString(CultureInfo.InvariantCulture) };
    }
}
