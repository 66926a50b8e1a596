using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Projections.Search;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>Reads the events of one call.</summary>
internal sealed class CallEvents(IJournal journal, IProjectionStore projections)
{
    /// <summary>The most events that a timeline is made of: what an hour-long call has, many times over.</summary>
    public const int Limit = 1000;

    /// <returns>The earliest events and those that decide; and whether there are more.</returns>
    public async Task<(IReadOnlyCollection<CommittedEvent> Events, bool HasMore)> ReadAsync(CallSummary call, CancellationToken cancellationToken)
    {
        var places = projections.Find(QueryOf(call.Uuid), Limit + 1, cancellationToken);
        long[] ids = [.. places.Take(Limit).Select(place => place.Id).Concat(Deciding(call)).Distinct()];
        await using var context = journal.OpenContext();
        var rows = await context.Journal.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken);

        // Another uuid may share the key.
        return ([.. rows.Where(row => row.Uuid == call.Uuid).Select(row => row.ToCommitted())], places.Count > Limit);
    }

    /// <summary>The ids of a call's events, the earliest first; some may be of another call.</summary>
    public IEnumerable<long> FindIds(string uuid, int most, CancellationToken cancellationToken) =>
        projections.Find(QueryOf(uuid), most, cancellationToken).Select(place => place.Id);

    private static SearchQuery QueryOf(string uuid) =>
        new([[SearchKey.Of(SearchField.Uuid, uuid)]], From: null, To: null, PlaceOrder.Ascending, Behind: null);

    private static IEnumerable<long> Deciding(CallSummary call) => new[] { call.RecordEventId, call.DecidingEventId }.OfType<long>();
}
