using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>Waits for the projections, so that whoever was answered 200 finds what he posted.</summary>
internal sealed class CatchUp(IJournal journal, ProjectionFollower follower)
{
    /// <summary>The longest wait for the projections to catch up with what was committed before the request.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    /// <summary>Whether there is anything to search; else there may be no file yet.</summary>
    public bool HasIndex => follower.Cursor > 0;

    /// <returns>How far the projections are, if it is not far enough.</returns>
    public async Task<long?> WaitAsync(CancellationToken cancellationToken)
    {
        var committed = await journal.ReadLastSequenceAsync(cancellationToken);
        var indexed = await follower.WaitForAsync(committed, MaxWait, cancellationToken);
        return indexed < committed ? indexed : null;
    }
}
