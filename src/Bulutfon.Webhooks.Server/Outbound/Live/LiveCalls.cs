using System.Text.Json.Serialization.Metadata;
using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Live;

/// <summary>
/// The calls as a source of streams: which ones changed, the journal says, and their rows what has become of them. So the sequence
/// is the journal's, and ends where the projections are.
/// </summary>
internal sealed class LiveCalls(
    IJournal journal, IProjectionStore projections, ProjectionFollower follower, TimeProvider time, IOptions<CallsOptions> options, IOptions<JsonOptions> json)
    : ILiveSource<LiveCall>
{
    /// <summary>More than one uuid of a key, or place of a call, is next to impossible.</summary>
    private const int MostOfOneUuid = 64;

    private readonly JsonTypeInfo<Call> _json = (JsonTypeInfo<Call>)json.Value.SerializerOptions.GetTypeInfo(typeof(Call));

    public long LastSequence => follower.Cursor;

    public Task WaitAsync(long after, CancellationToken cancellationToken) => follower.WatchAsync(after, cancellationToken);

    /// <summary>Waits for the projections if they are not behind the sequence: after a start, or while they are made anew.</summary>
    public async Task<LiveBatch<LiveCall>> ReadAfterAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await WaitAsync(after, cancellationToken);
        var last = LastSequence;
        var committed = await journal.ReadAfterAsync(after, limit, cancellationToken);
        var readTo = Math.Max(after, committed.Count > 0 ? Math.Min(committed[^1].Id, last) : last);
        var items = new List<LiveCall>();
        foreach (var (uuid, id) in Changed(committed, readTo))
        {
            if (Find(uuid, cancellationToken) is { } found)
            {
                items.Add(new LiveCall(id, found, CallSummary.Of(found.State, UnixTime.Of(time.GetUtcNow()), options.Value), _json));
            }
        }

        // Else they began anew meanwhile, and the calls that were looked for were not yet there again.
        return LastSequence >= readTo ? new LiveBatch<LiveCall>(items, readTo) : new LiveBatch<LiveCall>([], after);
    }

    /// <summary>Each call with the last event that changed it, in the order of these.</summary>
    private static IEnumerable<(string Uuid, long Id)> Changed(IReadOnlyList<CommittedEvent> committed, long upTo)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var each in committed)
        {
            if (each.Id <= upTo && each.Event is { } webhookEvent)
            {
                last[webhookEvent.Uuid] = each.Id;
            }
        }

        return last.Select(each => (each.Key, each.Value)).OrderBy(each => each.Value);
    }

    private FoundCall? Find(string uuid, CancellationToken cancellationToken)
    {
        var query = new SearchQuery([[new CallTerm(SearchField.CallUuid, uuid).Key]], From: null, To: null, PlaceOrder.Descending, Behind: null);
        return projections.FindCalls(query, MostOfOneUuid, cancellationToken).FirstOrDefault(found => found.State.Uuid == uuid && found.IsHere);
    }
}
