using Bulutfon.Webhooks.Server.Calls;

namespace Bulutfon.Webhooks.Server.Outbound.Calls;

/// <summary>Reads one call with all that happened in it.</summary>
internal sealed class CallReading(CallSearch search, CallEvents events)
{
    /// <returns>Null if there is no such call.</returns>
    public async Task<CallDetails?> ReadAsync(string uuid, CancellationToken cancellationToken)
    {
        var (summary, indexedTo) = await search.ReadAsync(uuid, cancellationToken);
        if (summary is null)
        {
            return null;
        }

        var (found, hasMore) = await events.ReadAsync(summary, cancellationToken);
        return new CallDetails(summary, CallTimeline.Of(found, summary), hasMore) { IndexedTo = indexedTo };
    }
}
