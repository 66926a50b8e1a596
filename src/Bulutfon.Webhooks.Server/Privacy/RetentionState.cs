using System.Globalization;
using Bulutfon.Webhooks.Server.Journal;
using Microsoft.EntityFrameworkCore;

namespace Bulutfon.Webhooks.Server.Privacy;

/// <summary>What the journal keeps for retention, also for other servers that share it.</summary>
/// <param name="Time">The trusted time.</param>
/// <param name="Waiting">The clock's leap that waits for an admin.</param>
/// <param name="Confirmed">The clock's time that an admin has confirmed.</param>
internal sealed record RetentionState(DateTimeOffset? Time, ClockReading? Waiting, DateTimeOffset? Confirmed)
{
    public static async Task<RetentionState> ReadAsync(IJournal journal, CancellationToken cancellationToken)
    {
        string[] names = [StateRow.RetentionTime, StateRow.RetentionWaits, StateRow.RetentionConfirmed];
        await using var context = journal.OpenContext();
        var rows = await context.State.AsNoTracking().Where(row => names.Contains(row.Name)).ToDictionaryAsync(row => row.Name, row => row.Value, cancellationToken);
        var waiting = rows.GetValueOrDefault(StateRow.RetentionWaits)?.Split(';');
        return new RetentionState(
            Parse(rows.GetValueOrDefault(StateRow.RetentionTime)),
            waiting is [var clock, var expected] && Parse(clock) is { } now && Parse(expected) is { } then ? new ClockReading(now, then) : null,
            Parse(rows.GetValueOrDefault(StateRow.RetentionConfirmed)));
    }

    public static string Text(DateTimeOffset at) => UnixTime.Of(at).ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Parse(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? UnixTime.ToTime(at) : null;
}
