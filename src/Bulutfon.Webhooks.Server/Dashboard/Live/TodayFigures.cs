using Bulutfon.Webhooks.Server.Calls;
using Bulutfon.Webhooks.Server.Dashboard.Parts;
using Bulutfon.Webhooks.Server.Display;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Outbound.Calls;
using Bulutfon.Webhooks.Server.Outbound.Query;

namespace Bulutfon.Webhooks.Server.Dashboard.Live;

/// <summary>The incoming calls of today beside those of yesterday up to the same hour, counted once for all open pages.</summary>
internal sealed class TodayFigures(CallSearch calls, LocalFormat format, TimeProvider time) : IDisposable
{
    /// <summary>Beyond it a day is not counted to its end, and says so.</summary>
    private const int MostPages = 20;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private (DateTimeOffset At, DayFigures Today, DayFigures Yesterday)? _last;

    public async Task<(DayFigures Today, DayFigures Yesterday)> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_last is not { } last || now - last.At >= Fresh)
            {
                var midnight = format.Now.Date;
                var today = await CountAsync(Moment(midnight), now.AddMinutes(1), cancellationToken);
                var yesterday = await CountAsync(Moment(midnight.AddDays(-1)), now.AddDays(-1), cancellationToken);
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

    private async Task<DayFigures> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var direction = CallFilters.All.Single(filter => filter.Name == "direction");
        var query = new CallQuery([(direction, ["IN"])], new Period(UnixTime.Of(from), UnixTime.Of(to)), new Paging(SortOrder.Asc, Paging.MaxLimit, CursorText: null), Cursor: null);
        var (answered, missed, abandoned, waits, wait) = (0, 0, 0, 0, 0.0);
        for (var page = 0; page < MostPages; page++)
        {
            var found = await calls.ReadPageAsync(query, cancellationToken);
            foreach (var call in found.Items)
            {
                answered += call.Outcome == CallOutcome.Answered.WireName() ? 1 : 0;
                missed += call.Outcome == CallOutcome.Missed.WireName() ? 1 : 0;
                abandoned += call.Outcome == CallOutcome.AbandonedInMenu.WireName() ? 1 : 0;
                if (call is { WaitSeconds: { } seconds, AnsweredAt: not null })
                {
                    waits++;
                    wait += seconds;
                }
            }

            if (found.NextCursor is null)
            {
                return new DayFigures(answered, missed, abandoned, waits == 0 ? null : wait / waits);
            }

            query = query.At(found.NextCursor);
        }

        return new DayFigures(answered, missed, abandoned, waits == 0 ? null : wait / waits) { IsShortened = true };
    }
}

/// <summary>The incoming calls of a day.</summary>
internal sealed record DayFigures(int Answered, int Missed, int Abandoned, double? AverageWait)
{
    public bool IsShortened { get; init; }

    /// <summary>The share that was answered of those that wanted a person; null without any.</summary>
    public double? AnswerRate => Answered + Missed + Abandoned is > 0 and var all ? (double)Answered / all : null;
}
