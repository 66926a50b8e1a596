using Bulutfon.Webhooks.Server.Outbound.Statistics;

namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>What became of calls, as one layer of a chart and one column of its table.</summary>
/// <param name="Name">As the API names the outcome.</param>
/// <param name="Of">How many calls.</param>
/// <param name="Texture">The lines that tell the layer from others without colour, in a square of 6 by 6; empty is plain.</param>
internal sealed record OutcomeSeries(string Name, Func<Figures, long> Of, string Texture)
{
    /// <summary>From the bottom of a bar to its top.</summary>
    public static readonly OutcomeSeries[] All =
    [
        new("answered", figures => figures.Answered, ""),
        new("missed", figures => figures.MissedOnly, "M-1 1 1 -1 M0 6 6 0 M5 7 7 5"),
        new("unreached", figures => figures.Unreached, "M0 1 6 1 M0 4 6 4"),
        new("abandoned_in_menu", figures => figures.Abandoned, "M0 3 6 3"),
        new("rejected", figures => figures.Rejected, "M-1 5 1 7 M0 0 6 6 M5 -1 7 1"),
        new("busy", figures => figures.Busy, "M3 0 3 6"),
        new("fax", figures => figures.Fax, "M0 3 6 3 M3 0 3 6"),
        new("in_progress", figures => figures.InProgress, "M2 3 4 3"),
        new("unknown", figures => figures.Unknown, "M0 0 6 6 M0 6 6 0"),
    ];

    /// <summary>Those that occur.</summary>
    public static OutcomeSeries[] In(Figures total) => [.. All.Where(series => series.Of(total) > 0)];
}
