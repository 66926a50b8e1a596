namespace Bulutfon.Webhooks.Server.Dashboard.Parts;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">What it is, as short as it fits below.</param>
/// <param name="Text">All about it, for a pointer that rests on it.</param>
/// <param name="Layers">How high each of the chart's layers is.</param>
public sealed record ChartBar(string Label, string Text, IReadOnlyList<long> Layers);

/// <summary>A layer of a chart's bars.</summary>
/// <param name="Name">The class of its colour.</param>
/// <param name="Label">What it is.</param>
/// <param name="Texture">The lines that tell it from others without colour, in a square of 6 by 6; empty is plain.</param>
/// <param name="Total">The sum of it in all bars.</param>
public sealed record ChartLayer(string Name, string Label, string Texture, long Total);
