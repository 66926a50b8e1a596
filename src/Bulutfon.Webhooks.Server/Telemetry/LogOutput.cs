using Serilog.Formatting;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>How a log event looks on standard output: text for people, or compact JSON (CLEF) for collectors. Neither has a whole phone number.</summary>
internal static class LogOutput
{
    private const string TimeOfDay = "HH:mm:ss.fff";
    private const string WholeTime = "yyyy-MM-dd HH:mm:ss.fff zzz";

    /// <param name="environment">Development has text; the others have JSON.</param>
    /// <param name="chosen">What the configuration says instead, if it does.</param>
    /// <param name="isForJournal">Whether systemd's journal reads it: it has a time for each line, and takes a priority.</param>
    public static ITextFormatter For(IHostEnvironment environment, LogFormat? chosen = null, bool isForJournal = false)
    {
        var isText = chosen is null ? environment.IsDevelopment() : chosen == LogFormat.Text;
        ITextFormatter lines = isText
            ? new TextLineFormatter(isForJournal ? null : environment.IsDevelopment() ? TimeOfDay : WholeTime)
            : new MaskingTextFormatter(new JsonLineFormatter(), PhoneMask.ApplyJson);
        return isForJournal ? new JournalPriorities(lines) : lines;
    }
}
