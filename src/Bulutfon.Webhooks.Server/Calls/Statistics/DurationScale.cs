namespace Bulutfon.Webhooks.Server.Calls;

/// <summary>
/// The steps that durations are counted in: whole seconds, rounded up, to one hour, the longest <see cref="CallsOptions.ServiceLevel"/>;
/// then whole minutes, to a day; then whole hours, to a month; all that is longer is one step. So how many waits met any service level is exact, and a median or
/// percentile is above the true one by less than a second up to an hour, by less than a minute up to a day, by less
/// than an hour beyond.
/// </summary>
internal static class DurationScale
{
    /// <summary>The last step.</summary>
    public const int Last = DayStep + ((Month - Day) / Hour);

    private const int Hour = 3600;
    private const int Minute = 60;
    private const int Day = 24 * Hour;
    private const int Month = 31 * Day;
    private const int DayStep = Hour + ((Day - Hour) / Minute);

    public static int StepOf(long milliseconds)
    {
        var seconds = Math.Max(0, (milliseconds + 999) / 1000);
        return seconds <= Hour ? (int)seconds
            : seconds <= Day ? (int)(Hour + ((seconds - Hour + Minute - 1) / Minute))
            : (int)Math.Min(Last, DayStep + ((seconds - Day + Hour - 1) / Hour));
    }

    /// <summary>The longest duration of a step, in seconds.</summary>
    public static double Seconds(int step) =>
        step <= Hour ? step
        : step <= DayStep ? Hour + ((step - Hour) * (double)Minute)
        : Day + ((step - DayStep) * (double)Hour);
}
