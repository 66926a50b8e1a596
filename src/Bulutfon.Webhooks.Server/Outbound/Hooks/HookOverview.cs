using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Projections;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Hooks;

/// <summary>
/// Every hook that is configured or has posted. All in memory: the totals from the projections, and what came since the start.
/// </summary>
internal sealed class HookOverview(
    IOptionsMonitor<InboundOptions> inbound, IOptions<DisplayOptions> display, IProjectionStore projections, ReceiptTally tally, TimeProvider time)
{
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    public IReadOnlyList<HookStatus> Read()
    {
        var now = time.GetUtcNow();
        var zone = display.Value.Zone;
        var configured = inbound.CurrentValue.Hooks.ToDictionary(hook => hook.EffectiveName, StringComparer.Ordinal);
        var totals = projections.Hooks.ToDictionary(hook => hook.Name, StringComparer.Ordinal);
        var receipts = tally.Read().ToDictionary(hook => hook.Hook, StringComparer.Ordinal);
        return
        [
            .. configured.Keys.Union(totals.Keys, StringComparer.Ordinal).Union(receipts.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => Status(
                    configured.GetValueOrDefault(name), totals.GetValueOrDefault(name), receipts.GetValueOrDefault(name) ?? new() { Hook = name }, now, zone)),
        ];
    }

    private HookStatus Status(HookOptions? options, HookTotals? totals, ReceiptCounts receipts, DateTimeOffset now, TimeZoneInfo zone)
    {
        var last = Math.Max(totals?.LastReceivedAt ?? 0, receipts.LastReceivedAt);
        DateTimeOffset? lastEventAt = last == 0 ? null : UnixTime.ToTime(last);
        var silentSince = lastEventAt ?? StartedAt;
        return new HookStatus
        {
            Name = receipts.Hook,
            Configured = options is not null,
            Events = totals?.Events ?? 0,
            FirstEventAt = totals is null ? null : UnixTime.ToTime(totals.FirstReceivedAt),
            LastEventAt = lastEventAt,
            SilentSince = silentSince,
            ExpectEvery = options?.Expectation?.Every.ToString(),
            WorkingHours = options?.Expectation?.Hours is null ? null : options.WorkingHours,
            TooSilent = options?.Expectation?.IsTooSilent(silentSince, now, zone),
            SinceStart = new HookCounts(receipts.Accepted - receipts.Duplicates, receipts.Duplicates, receipts.Rejected, receipts.RejectedByReason, receipts.Failed),
        };
    }
}
