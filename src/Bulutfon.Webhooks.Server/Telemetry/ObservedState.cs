using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Hooks;
using Bulutfon.Webhooks.Server.Outbound.Live;
using Bulutfon.Webhooks.Server.Projections;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>What metrics look at when somebody asks for them. Nothing here reads more than a row.</summary>
internal sealed class ObservedState(
    ReceiptTally tally,
    IOptionsMonitor<InboundOptions> inbound,
    IJournal journal,
    ProjectionFollower projections,
    LivePlaces streams,
    IStoreSizes sizes,
    HookOverview hooks,
    LogQueue log,
    TimeProvider time)
{
    /// <summary>Of every configured hook too that has sent nothing: a series that begins with its first event would hide that one from a rate.</summary>
    public IEnumerable<ReceiptCounts> Receipts
    {
        get
        {
            var counted = tally.Read();
            var others = inbound.CurrentValue.Hooks.Select(hook => hook.EffectiveName).Except(counted.Select(counts => counts.Hook), StringComparer.Ordinal);
            return counted.Concat(others.Select(hook => new ReceiptCounts { Hook = hook }));
        }
    }

    public long DroppedLogLines => log.Dropped;

    public JournalStatus Journal => journal.Status;

    public int StreamReaders => streams.Count;

    /// <summary>How much the store takes.</summary>
    public IEnumerable<(string Database, string File, long Bytes)> Files => sizes.Read();

    public IReadOnlyList<HookStatus> Hooks() => hooks.Read();

    public TimeSpan Age(DateTimeOffset moment) => UnixTime.Since(UnixTime.Of(moment), time);

    /// <summary>The age of the oldest committed event that is not in the projections; zero when they have all.</summary>
    public TimeSpan ProjectionLag()
    {
        var cursor = projections.Cursor;
        if (cursor >= journal.LastSequence)
        {
            return TimeSpan.Zero;
        }

        using var context = journal.OpenContext();
        var oldest = context.Journal.Where(row => row.Id > cursor).OrderBy(row => row.Id).Select(row => (long?)row.ReceivedAt).FirstOrDefault();
        return oldest is null ? TimeSpan.Zero : UnixTime.Since(oldest.Value, time);
    }
}
