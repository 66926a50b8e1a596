using Bulutfon.Webhooks.Server.Dashboard.Parts;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Statistics;

namespace Bulutfon.Webhooks.Server.Dashboard.Live;

/// <summary>The incoming calls of today beside those of yesterday up to the same hour, counted once for all open pages.</summary>
internal sealed class TodayFigures(StatisticsSearch statistics, LocalFormat format, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private (DateTimeOffset At, Figures Today, Figures Yesterday)? _last;

    public async Task<(Figures Today, Figures Yesterday)> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_last is not { } last || now - last.At >= Fresh)
            {
                var clock = format.Now.DateTime;
                var today = await CountAsync(Moment(clock.Date), now.AddMinutes(1), cancellationToken);
                var yesterday = await CountAsync(Moment(clock.Date.AddDays(-1)), Moment(clock.AddDays(-1)), cancellationToken);
                _last = last = (now, today, yesterday);
            }

            return (last.Today, last.Yesterday);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private DateTimeOffset Moment(DateTime local) => LocalTime.ToMoment(local, format.Zone) ?? time.GetUtcNow();

    private async Task<Figures> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var query = new StatisticsQuery(UnixTime.Of(from), UnixTime.Of(to), Bucket: null, GroupBy: null, Direction: "IN", Numbers: 0) { IncludesUnsaid = true };
        return (await statistics.ReadAsync(query, cancellationToken)).Total;
    }
}
