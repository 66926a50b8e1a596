using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>Reads calls: the search index says where they are, their rows say whether.</summary>
internal sealed class CallSearch(IProjectionStore projections, CatchUp catchUp, ReturnedCalls returned, TimeProvider time, IOptions<CallsOptions> options)
{
    /// <summary>More than one uuid of a key, or place of a call, is next to impossible.</summary>
    private const int MostOfOneUuid = 64;

    /// <summary>A call that began longer ago than this and <see cref="CallsOptions.StaleAfter"/> is not looked for among those in progress.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromDays(1);

    public async Task<CallPage> ReadPageAsync(CallQuery query, CancellationToken cancellationToken)
    {
        var indexedTo = await catchUp.WaitAsync(cancellationToken);
        var now = UnixTime.Of(time.GetUtcNow());
        var page = await FilledPage<Call>.ReadAsync<CallQuery, CallFilter, FoundCall>(
            query,
            (behind, limit) => Task.FromResult(Find(behind, now, limit, cancellationToken)),
            found => found.Place,
            found => Task.FromResult(Show(query, found, now, cancellationToken)));
        return new CallPage(page.Items, page.NextCursor) { IndexedTo = indexedTo };
    }

    /// <summary>One call as it is now, and how far the projections are if that is not far enough.</summary>
    public async Task<(CallSummary? Summary, long? IndexedTo)> ReadAsync(string uuid, CancellationToken cancellationToken)
    {
        var indexedTo = await catchUp.WaitAsync(cancellationToken);
        var query = new SearchQuery([[new CallTerm(SearchField.CallUuid, uuid).Key]], From: null, To: null, PlaceOrder.Descending, Behind: null);
        var found = catchUp.HasIndex ? projections.FindCalls(query, MostOfOneUuid, cancellationToken) : [];
        return found.FirstOrDefault(each => each.State.Uuid == uuid) is { } call
            ? (CallSummary.Of(call.State, UnixTime.Of(time.GetUtcNow()), options.Value), indexedTo)
            : (null, indexedTo);
    }

    /// <summary>Calls in progress, newest first, as their events make them; none that is stale.</summary>
    public async Task<IReadOnlyList<CallState>> ReadOpenAsync(int most, CancellationToken cancellationToken)
    {
        await catchUp.WaitAsync(cancellationToken);
        var since = UnixTime.Of(time.GetUtcNow() - options.Value.StaleAfter);
        var began = UnixTime.Of(time.GetUtcNow() - options.Value.StaleAfter - LongestCall);
        var query = new SearchQuery([[new CallTerm(SearchField.CallOpen, CallTerms.Is).Key]], began, To: null, PlaceOrder.Descending, Behind: null);
        var open = catchUp.HasIndex ? projections.FindCalls(query, most, cancellationToken) : [];
        return [.. open.Where(found => found.Has(SearchField.CallOpen, CallTerms.Is) && found.State.AliveAt > since).Select(found => found.State)];
    }

    private IReadOnlyList<FoundCall> Find(CallQuery query, long now, int limit, CancellationToken cancellationToken)
    {
        var search = query.ToSearch();
        if (query.IsUnreturned)
        {
            var begin = returned.WindowBegin(now);
            search = search with { From = Math.Max(search.From ?? begin, begin) };
        }

        return catchUp.HasIndex ? projections.FindCalls(search, limit, cancellationToken) : [];
    }

    private IEnumerable<Call> Show(CallQuery query, IReadOnlyList<FoundCall> found, long now, CancellationToken cancellationToken)
    {
        foreach (var each in found)
        {
            var summary = CallSummary.Of(each.State, now, options.Value);
            if (query.Matches(each, summary) && (!query.IsUnreturned || returned.IsWaiting(each, now, cancellationToken)))
            {
                yield return Call.Of(summary);
            }
        }
    }
}
