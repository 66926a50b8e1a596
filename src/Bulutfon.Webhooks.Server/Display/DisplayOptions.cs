namespace Bulutfon.Webhooks.Server.Display;

/// <summary>How times are meant and shown to people; section <c>Display</c>.</summary>
internal sealed class DisplayOptions
{
    public const string Section = "Display";

    /// <summary>
    /// The time zone of times without an offset, as the IANA database names it. Default: <c>Europe/Istanbul</c>.
    /// </summary>
    public string TimeZone { get; set; } = "Europe/Istanbul";

    internal TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
