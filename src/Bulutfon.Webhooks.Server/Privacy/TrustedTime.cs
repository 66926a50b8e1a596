using Bulutfon.Webhooks.Server.Journal;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>
/// The time that deletions may rely on. A clock that leaps ahead, at a start or under a running server, would make everything too old at once.
/// So the trusted time goes on with the processor's own clock, is kept in the journal, and follows the wall clock over a day at most without an explanation.
/// </summary>
internal sealed class TrustedTime(IJournal journal, TimeProvider time)
{
    /// <summary>How far the wall clock may be ahead of the expected time: a day's share of the events is what a wrong clock can delete.</summary>
    public static readonly TimeSpan LargestLeap = TimeSpan.FromDays(1);

    /// <summary>How long the wall clock has to stay behind the trusted time before that counts as wrong: a machine that starts without a clock is set right sooner.</summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromHours(1);

    private (DateTimeOffset At, long Timestamp)? _last;
    private long? _behindSince;
    private bool _hasForgotten;

    /// <summary>Compares the wall clock with the expected time, and keeps the time that is trusted from now on.</summary>
    public async Task<ClockReading> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = await RetentionState.ReadAsync(journal, cancellationToken);
        var running = _last is { } last ? last.At + time.GetElapsedTime(last.Timestamp) : (DateTimeOffset?)null;
        DateTimeOffset?[] known = [running, state.Time, state.Confirmed];
        var expected = known.Max() ?? await ReadNewestArrivalAsync(now, cancellationToken) ?? now;
        if (await IsSetBackAsync(expected, now, cancellationToken))
        {
            // What was trusted or confirmed came from a wrong clock: the next leap has to be explained anew.
            (expected, _behindSince, _hasForgotten) = (now, null, true);
        }

        var reading = new ClockReading(now, expected);
        Trust(reading.IsLeap || expected > now ? expected : now);
        return reading;
    }

    /// <summary>Takes the wall clock's time although it leaped, because nothing is deleted by it.</summary>
    public void Accept(ClockReading reading) => Trust(reading.Now);

    /// <summary>Keeps the trusted time in the journal, and what waits for a confirmation.</summary>
    public async Task SaveAsync(ClockReading? waiting)
    {
        if (_last is { } last)
        {
            await journal.KeepUpAsync(new PendingState(StateRow.RetentionTime, RetentionState.Text(last.At)));
        }

        if (_hasForgotten)
        {
            await journal.KeepUpAsync(new PendingState(StateRow.RetentionConfirmed, value: null));
            _hasForgotten = false;
        }

        await journal.KeepUpAsync(new PendingState(StateRow.RetentionWaits, waiting is null ? null : $"{RetentionState.Text(waiting.Now)};{RetentionState.Text(waiting.Expected)}"));
    }

    /// <summary>Whether the clock was set back for good. One that is before every event cannot be right either.</summary>
    private async Task<bool> IsSetBackAsync(DateTimeOffset expected, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (expected - now <= LargestLeap)
        {
            _behindSince = null;
            return false;
        }

        _behindSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_behindSince.Value) >= Doubt && await ReadNewestArrivalAsync(now, cancellationToken) is not null;
    }

    private void Trust(DateTimeOffset at) => _last = (at, time.GetTimestamp());

    /// <summary>Without a trusted time, the newest event proves that its time was reached. Arrivals in the future prove nothing.</summary>
    private async Task<DateTimeOffset?> ReadNewestArrivalAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = journal.OpenContext();
        var limit = UnixTime.Of(now);
        var newest = await context.Journal.OrderByDescending(row => row.Id).Take(Retention.Looked).Where(row => row.ReceivedAt <= limit).MaxAsync(row => (long?)row.ReceivedAt, cancellationToken);
        newest ??= await context.Rejections.OrderByDescending(row => row.Id).Take(Retention.Looked).Where(row => row.ReceivedAt <= limit).MaxAsync(row => (long?)row.ReceivedAt, cancellationToken);
        return newest is { } at ? UnixTime.ToTime(at) : null;
    }
}

/// <summary>The wall clock beside the time that was expected.</summary>
/// <param name="Now">The wall clock's time.</param>
/// <param name="Expected">The time that the last trusted one and the time since explain.</param>
internal sealed record ClockReading(DateTimeOffset Now, DateTimeOffset Expected)
{
    /// <summary>The wall clock is further ahead than anything explains.</summary>
    public bool IsLeap => Now - Expected > TrustedTime.LargestLeap;

    /// <summary>The time by which things may be deleted.</summary>
    public DateTimeOffset Usable => IsLeap ? Expected + TrustedTime.LargestLeap : Now;

    /// <summary>How far the wall clock is ahead.</summary>
    public TimeSpan Leap => Now - Expected;
}
