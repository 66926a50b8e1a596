namespace Bulutfon.Webhooks.Server.Projections;

/// <summary>What a hook posted since the journal began. Times are of arrival, in microseconds since the Unix epoch.</summary>
/// <param name="Name">The hook's name, also of one that is no longer configured.</param>
/// <param name="Events">How many events.</param>
/// <param name="FirstReceivedAt">When the first arrived.</param>
/// <param name="LastReceivedAt">When the last arrived.</param>
internal sealed record HookTotals(string Name, long Events, long FirstReceivedAt, long LastReceivedAt)
{
    public HookTotals With(long receivedAt) =>
        new(Name, Events + 1, Math.Min(FirstReceivedAt, receivedAt), Math.Max(LastReceivedAt, receivedAt));
}
