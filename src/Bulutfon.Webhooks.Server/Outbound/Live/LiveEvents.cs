using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>The journal as a source of streams.</summary>
internal sealed class LiveEvents(IJournal journal, IOptions<JsonOptions> json) : ILiveSource<LiveEvent>
{
    private readonly JsonTypeInfo<StoredEvent> _json = (JsonTypeInfo<StoredEvent>)json.Value.SerializerOptions.GetTypeInfo(typeof(StoredEvent));

    public long LastSequence => journal.LastSequence;

    public ValueTask<long> ReadLastSequenceAsync(CancellationToken cancellationToken) => journal.ReadLastSequenceAsync(cancellationToken);

    public Task WaitAsync(long after, CancellationToken cancellationToken) => journal.WaitForCommitAsync(after, cancellationToken);

    public async Task<LiveBatch<LiveEvent>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken)
    {
        // What is missing up to here, is missing for good.
        var last = Math.Max(after, LastSequence);
        var committed = await journal.ReadAfterAsync(after, limit, cancellationToken);
        var items = new List<LiveEvent>(committed.Count);
        foreach (var each in committed)
        {
            items.Add(new LiveEvent(await ToStoredAsync(each, cancellationToken), _json));
        }

        return new LiveBatch<LiveEvent>(items, items.Count > 0 ? items[^1].Id : last);
    }

    private async Task<StoredEvent> ToStoredAsync(CommittedEvent committed, CancellationToken cancellationToken)
    {
        if (committed.Event is null)
        {
            // A body that this version cannot read: its row has the reason.
            await using var context = journal.OpenContext();
            return StoredEvent.Of(await context.Journal.AsNoTracking().SingleAsync(row => row.Id == committed.Id, cancellationToken));
        }

        return new StoredEvent
        {
            Id = committed.Id,
            Hook = committed.Hook,
            ReceivedAt = UnixTime.ToTime(committed.ReceivedAt),
            DeliveryCount = committed.DeliveryCount,
            Event = committed.Event,
        };
    }
}
