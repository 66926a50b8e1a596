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
        var query = new SearchQuery([[SearchKey.Of(SearchField.Uuid, call.Uuid)]], From: null, To: null, PlaceOrder.Ascending, Behind: null);
        var places = projections.Find(query, Limit + 1, cancellationToken);
        long[] ids = [.. places.Take(Limit).Select(place => place.Id).Concat(Deciding(call)).Distinct()];
        await using var context = journal.OpenContext();
        var rows = await context.Journal.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(cancellationToken);

        // Another uuid may share the key.
        return ([.. rows.Where(row => row.Uuid == call.Uuid).Select(row => row.ToCommitted())], places.Count > Limit);
    }

    private static IEnumerable<long> Deciding(CallSummary call) => new[] { call.RecordEventId, call.DecidingEventId }.OfType<long>();
}
