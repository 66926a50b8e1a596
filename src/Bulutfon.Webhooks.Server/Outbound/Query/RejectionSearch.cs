using Bulutfon.Webhooks.Server.Journal;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Reads a page of what was refused.</summary>
internal sealed class RejectionSearch(IJournal journal)
{
    public async Task<RejectionPage> ReadPageAsync(RejectionQuery query, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        var found = await query.Of(context.Rejections.AsNoTracking()).ToListAsync(cancellationToken);
        var limit = query.Paging.Limit;
        return new RejectionPage([.. found.Take(limit)], found.Count > limit ? query.CursorBehind(found[limit - 1]) : null);
    }
}
