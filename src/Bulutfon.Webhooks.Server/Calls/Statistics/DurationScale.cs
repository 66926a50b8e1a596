namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// The steps that durations are counted in: whole seconds, rounded up, to one hour, the longest <see cref="CallsOptions.ServiceLevel"/>;
/// then whole minutes, to a day; all that is longer is one step. So how many waits met any service level is exact, and a median or
/// percentile is above the true one by less than a second up to an hour, by less than a minute beyond.
/// </summary>
internal static class DurationScale
{
    /// <summary>The last step.</summary>
    public const int Last = Hour + ((Day - Hour) / Minute);

    private const int Hour = 3600;
    private const int Minute = 60;
    private const int Day = 24 * Hour;

    public static int StepOf(long milliseconds)
    {
        var seconds = Math.Max(0, (milliseconds + 999) / 1000);
        return seconds <= Hour ? (int)seconds : (int)Math.Min(Last, Hour + ((seconds - Hour + Minute - 1) / Minute));
    }

    /// <summary>The longest duration of a step, in seconds.</summary>
    public static double Seconds(int step) => step <= Hour ? step : Hour + ((step - Hour) * (double)Minute);
}
