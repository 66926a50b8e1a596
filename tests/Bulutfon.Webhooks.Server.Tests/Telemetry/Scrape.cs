using System.Globalization;

namespace Bulutfon.Webhooks.Server.Tests.Telemetry;

/// <summary>What <c>/metrics</c> says, read as Prometheus reads it.</summary>
internal sealed class Scrape
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _samples = [];

    private Scrape(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var brace = line.IndexOf('{', StringComparison.Ordinal);
            var end = brace < 0 ? line.IndexOf(' ', StringComparison.Ordinal) : line.LastIndexOf('}');
            var labels = brace < 0 ? [] : line[(brace + 1)..end].Split("\",", StringSplitOptions.RemoveEmptyEntries)
                .Select(label => label.Split('=', 2))
                .ToDictionary(label => label[0], label => label[1].Trim('"'), StringComparer.Ordinal);
            var value = line[(end + 1)..].Trim().Split(' ')[0];
            _samples.Add((line[..(brace < 0 ? end : brace)], labels, double.Parse(value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture)));
        }
    }

    public string Text { get; }

    public IEnumerable<string> Names => _samples.Select(sample => sample.Name).Distinct(StringComparer.Ordinal);

    public static async Task<Scrape> OfAsync(RunningServer server)
    {
        using var viewer = server.OperatorClient();
        return new Scrape(await viewer.GetStringAsync("/metrics"));
    }

    /// <summary>The sum of the samples that have these labels; null if there is none.</summary>
    public double? this[string name, params (string Label, string Value)[] labels]
    {
        get
        {
            var found = _samples
                .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))
                .Select(sample => sample.Value)
                .ToList();
            return found.Count == 0 ? null : found.Sum();
        }
    }

    public IEnumerable<string> ValuesOf(string name, string label) =>
        _samples.Where(sample => sample.Name == name).Select(sample => sample.Labels.GetValueOrDefault(label, "")).Distinct(StringComparer.Ordinal);
}
