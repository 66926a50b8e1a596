using Bulutfon.Webhooks.Server.Configuration;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>How often a hook is expected to post.</summary>
/// <param name="Every">The longest silence that is nothing to worry about, in working time.</param>
/// <param name="Hours">When it counts; null is always.</param>
internal sealed record HookExpectation(TimeSpan Every, WorkingHours? Hours)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether a hook that is silent since then has been so for too long. Only working time counts, so that a silence goes on in
    /// the morning where it was in the evening; what was too long stays so until an event comes.
    /// </summary>
    public bool IsTooSilent(DateTimeOffset since, DateTimeOffset now, TimeZoneInfo zone) =>
        (Hours?.Between(since, now, zone, Every) ?? now - since) > Every;

    /// <returns>Null if nothing is expected.</returns>
    public static HookExpectation? Read(HookOptions hook, ICollection<string> errors)
    {
        var everyKey = $"{hook.ConfigurationKey}:{nameof(hook.ExpectEvery)}";
        var hoursKey = $"{hook.ConfigurationKey}:{nameof(hook.WorkingHours)}";
        var hours = string.IsNullOrEmpty(hook.WorkingHours) ? null : Inbound.WorkingHours.Parse(hook.WorkingHours);
        if (hours is null && !string.IsNullOrEmpty(hook.WorkingHours))
        {
            errors.Add($"{hoursKey}: '{hook.WorkingHours}' says no hours; write them as 'Mon-Fri 09:00-18:00; Sat 10:00-14:00'.");
        }

        if (string.IsNullOrEmpty(hook.ExpectEvery))
        {
            if (hours is not null)
            {
                errors.Add($"{hoursKey}: they say nothing without {everyKey}; set it too.");
            }

            return null;
        }

        if (ConfiguredDuration.TryRead(hook.ExpectEvery, out var every) && every >= Shortest && every <= Longest)
        {
            return new HookExpectation(every, hours);
        }

        errors.Add($"{everyKey}: '{hook.ExpectEvery}' is no duration from 00:01:00 to 31.00:00:00; {ConfiguredDuration.Advice(Usual)}");
        return null;
    }
}
