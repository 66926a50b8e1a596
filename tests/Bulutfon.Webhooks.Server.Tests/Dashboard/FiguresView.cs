using System.Globalization;
using System.Text.Json;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>What the figures' page shows, and what the API answers that the page names.</summary>
internal sealed class FiguresView(DashboardPage page)
{
    /// <summary>The big number of a tile.</summary>
    public Task<string> TileAsync(string name) => page.Browser.Locator($"[data-figure={name}] b").InnerTextAsync();

    /// <summary>The small text of a tile.</summary>
    public Task<string> MoreAsync(string name) => page.Browser.Locator($"[data-figure={name}] .faint").InnerTextAsync();

    /// <summary>The cells of each row of a part's table.</summary>
    public async Task<string[][]> RowsAsync(string part)
    {
        var rows = await page.Browser.Locator($"[data-part={part}] table").EvaluateAsync<string[]>(
            "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent.trim()).join('|'))");
        return [.. rows.Select(row => row.Split('|'))];
    }

    /// <summary>How many calls the bars of the chart stand for, and how high the layers of each are in pixels.</summary>
    public Task<double[][]> BarsAsync() => page.Browser.Locator(".plot svg").EvaluateAsync<double[][]>(
        "svg => [...svg.querySelectorAll('.bucket')].map(bar => [Number(bar.dataset.calls), ...[...bar.querySelectorAll('.layer')].map(layer => Number(layer.getAttribute('height')))])");

    /// <summary>The same by the API, with the browser's own session.</summary>
    public async Task<JsonElement> ApiAsync()
    {
        var address = await page.Browser.Locator("a.as-json").GetAttributeAsync("href");
        var text = await page.Browser.EvaluateAsync<string>("async address => (await fetch(address)).text()", address);
        return JsonDocument.Parse(text).RootElement;
    }

    public static string Count(JsonElement figures, string name) => figures.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);

    public static async Task PasteAsync(DashboardPage page) =>
        await page.Browser.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
}
