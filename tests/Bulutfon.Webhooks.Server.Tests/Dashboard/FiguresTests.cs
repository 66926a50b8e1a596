using System.Globalization;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Dashboard.Parts;
using Bulutfon.Webhooks.Server.Tests.Browser;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

public sealed class FiguresTests(ChromiumFixture chromium, FilledServerFixture fixture) : BrowserTests(chromium), IClassFixture<FilledServerFixture>
{
    private readonly RunningServer _server = fixture.Server;

    private const int Monday = 1;

    [SkippableFact]
    public async Task Shown_are_the_figures_that_the_API_gives()
    {
        await using var server = RunningServer.Start();
        await PagesTests.FillAsync(server);
        using (var hook = server.HookClient())
        {
            await PostTalkAsync(hook, "direct", TimeSpan.FromSeconds(200));
        }

        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        var view = new FiguresView(page);
        await page.SignInAsync(address: "/figures?range=7d&bucket=hour&direction=IN");

        var api = await view.ApiAsync();
        var total = api.GetProperty("total");
        var hours = await view.RowsAsync("buckets");
        var bars = await view.BarsAsync();
        var extensions = await view.RowsAsync("groups");
        var numbers = await view.RowsAsync("numbers");

        Assert.Equal(6, total.GetProperty("calls").GetInt64());
        foreach (var (tile, name) in new[] { ("Calls", "calls"), ("Answered", "answered"), ("Missed", "missed"), ("Abandoned", "abandoned") })
        {
            Assert.Equal(FiguresView.Count(total, name), await view.TileAsync(tile));
        }

        Assert.Equal(0.6667, total.GetProperty("answer_rate").GetDouble());
        Assert.Equal("66.7%", await view.TileAsync("AnswerRate"));
        Assert.Equal("within 20 s", await view.MoreAsync("ServiceLevel"));
        Assert.Equal(LocalFormat.Duration(total.GetProperty("wait").GetProperty("average_seconds").GetDouble()), await view.TileAsync("AverageWait"));
        Assert.Equal(LocalFormat.Duration(total.GetProperty("talk").GetProperty("average_seconds").GetDouble()), await view.TileAsync("AverageTalk"));

        var buckets = api.GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetProperty("calls").GetDouble()).ToArray();
        Assert.Equal(7 * 24, buckets.Length);
        Assert.Equal(buckets, hours.Select(row => double.Parse(row[1], CultureInfo.InvariantCulture)));
        Assert.Equal(buckets, bars.Select(bar => bar[0]));
        Assert.All(bars, bar => Assert.Equal(bar[0] > 0, bar.Length > 1));
        Assert.Equal(
            api.GetProperty("groups").EnumerateArray().Select(group => $"{group.GetProperty("value")} {FiguresView.Count(group, "calls")} {FiguresView.Count(group, "answered")}"),
            extensions.Select(row => string.Join(' ', row.Take(3))));
        Assert.Equal(
            api.GetProperty("busiest_numbers").EnumerateArray().Select(number => $"{number.GetProperty("calls")} {number.GetProperty("missed")}"),
            numbers.Select(row => $"{row[1]} {row[2]}"));
        Assert.Contains(numbers, row => row[0] == "0533 111 22 33");
        AssertHeat(api.GetProperty("heat_map"), await view.RowsAsync("heat"));
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task Turkish_begins_the_week_on_Monday_and_writes_numbers_as_people_do()
    {
        await using var server = RunningServer.Start();
        await PagesTests.FillAsync(server);
        await FillWeekAsync(server);
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "tr-TR" }), server.Address);
        var view = new FiguresView(page);
        await page.SignInAsync(address: "/figures");

        Assert.Equal("Rakamlar", await page.Browser.Locator("h1").InnerTextAsync());
        Assert.Equal("12", await view.TileAsync("Abandoned"));
        Assert.Equal("%59,7", await view.TileAsync("AnswerRate"));
        Assert.Equal(["Pzt", "Sal", "Çar", "Per", "Cum", "Cmt", "Paz"], (await view.RowsAsync("heat")).Select(row => row[0]));
        Assert.Equal("7 gün", await page.Browser.Locator(".ranges [aria-current]").InnerTextAsync());
        await page.Browser.Locator("[data-part=buckets] summary").ClickAsync();
        await page.PictureAsync("figures-week-1440");
        await page.OpenAsync("/figures?bucket=hour");
        await page.Browser.SetViewportSizeAsync(390, 900);
        await page.PictureAsync("figures-week-390");
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Form_and_ranges_are_in_the_address_and_a_reload_shows_the_same()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), _server.Address);
        var view = new FiguresView(page);
        await page.SignInAsync(address: "/figures");

        await page.Browser.Locator("select[name=group_by]").SelectOptionAsync("menu");
        await page.Browser.Locator("form.filters button.main").ClickAsync();
        await page.WaitForQueryAsync("group_by=menu");

        // The addresses of the ranges come with the answer.
        await page.Browser.Locator("[data-part=groups] tr[data-value='99']").WaitForAsync();
        await page.Browser.Locator(".ranges").GetByText("30 days").ClickAsync();
        await page.WaitForQueryAsync("range=30d");

        // The address changes before the page, whose row is there from the range before.
        await page.Browser.Locator(".ranges [aria-current]").GetByText("30 days").WaitForAsync();
        await page.Browser.Locator("[data-part=groups] tr[data-value='99']").WaitForAsync();
        var days = await view.RowsAsync("buckets");
        await page.Browser.ReloadAsync();

        Assert.Contains("group_by=menu", page.Browser.Url, StringComparison.Ordinal);
        Assert.Equal(30, days.Length);
        Assert.Equal(days, await view.RowsAsync("buckets"));

        await page.Browser.Locator("input[name=from]").FillAsync("2026-01-05");
        await page.Browser.Locator("input[name=to]").FillAsync("2026-01-06");
        await page.Browser.Locator("form.filters button.main").ClickAsync();
        await page.Browser.GetByText("5 January 2026 – 6 January 2026").WaitForAsync();
        var api = await view.ApiAsync();

        Assert.Equal("2026-01-04T21:00:00.000000Z", api.GetProperty("from").GetString());
        Assert.Equal("0", await view.TileAsync("Calls"));
        Assert.Equal(0, await page.Browser.Locator(".ranges [aria-current]").CountAsync());
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task Table_of_a_chart_is_copied_as_a_spreadsheet_takes_it()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), _server.Address);
        await page.SignInAsync(address: "/figures?group_by=menu");
        await FiguresView.PasteAsync(page);

        await page.Browser.Locator("[data-part=groups] [data-copy-table]").ClickAsync();
        await page.Browser.Locator("[data-part=groups] .copied").WaitForAsync();
        var copied = await page.Browser.EvaluateAsync<string>("() => navigator.clipboard.readText()");

        var lines = copied.Split('\n');
        Assert.StartsWith("Menu\tCalls\tAnswered\tMissed", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("99\t2\t1\t0", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [SkippableTheory]
    [InlineData("en-US", "/figures?range=year", "There is no range 'year'. There are: today, 7d, 30d, month.")]
    [InlineData("en-US", "/figures?from=2026-01-01&to=2026-12-31&bucket=hour", "The filter “Cut by” cannot be “hour”. Choose one of the list; for a range this long, a larger one")]
    [InlineData("en-US", "/figures?nonsense=1", "There is no filter “nonsense” here.")]
    [InlineData("tr-TR", "/figures?from=2026-05-01&to=2026-04-01", "“Başlangıç” filtresi “2026-05-01” olamaz. Tarih 2026-03-29, saatiyle")]
    [InlineData("tr-TR", "/calls?outcome=lost", "“Sonuç” filtresi “lost” olamaz. Listeden birini seçin.")]
    [InlineData("tr-TR", "/calls?cursor=old", "İlk sayfadan başlayın.")]
    [InlineData("tr-TR", "/deliveries?nonsense=1", "Burada “nonsense” diye bir filtre yok.")]
    [Trait("Store", "Any")]
    public async Task What_cannot_be_shown_says_why(string language, string address, string expected)
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = language }), _server.Address);

        await page.SignInAsync(address: address);

        Assert.Contains(expected, await page.Mistake.InnerTextAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Now_shows_the_figures_of_today_until_now()
    {
        await using var server = RunningServer.Start();
        await PagesTests.FillAsync(server);
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync(address: "/figures?range=today&direction=IN");
        var total = (await new FiguresView(page).ApiAsync()).GetProperty("total");
        await page.OpenAsync("/");
        await page.WaitForCircuitAsync();

        var shown = await page.Browser.Locator("dl.figures b").AllInnerTextsAsync();

        Assert.Equal(
            [
                FiguresView.Count(total, "answered"), FiguresView.Count(total, "missed"), FiguresView.Count(total, "abandoned"),
                RateOf(total), LocalFormat.Duration(Average(total)),
            ],
            shown);
    }

    /// <summary>Answered at an extension after 12 seconds, without a menu in between: the talk is known.</summary>
    private static async Task PostTalkAsync(HttpClient hook, string uuid, TimeSpan ago)
    {
        await PostedCalls.BeginAsync(hook, uuid, ago: ago);
        await PostedCalls.ReachAsync(hook, uuid, "extension", "1002", ago: ago);
        await PostedCalls.HangUpAsync(hook, uuid, ago: ago - TimeSpan.FromSeconds(52));
    }

    /// <summary>Each day some that are answered, missed or given up in a menu.</summary>
    private static async Task FillWeekAsync(RunningServer server)
    {
        using var hook = server.HookClient();
        for (var call = 0; call < 60; call++)
        {
            var (uuid, ago) = ("week-" + call.ToString(CultureInfo.InvariantCulture), TimeSpan.FromMinutes(131 * (call + 1)));
            switch (call % 5)
            {
                case 0:
                    await PostedCalls.MissAsync(hook, uuid, "905331112233", ago);
                    break;
                case 1:
                    await PostedCalls.BeginAsync(hook, uuid, ago: ago);
                    await PostedCalls.ReachAsync(hook, uuid, "menu", "99", ago: ago - TimeSpan.FromSeconds(2));
                    await PostedCalls.HangUpAsync(hook, uuid, talked: 9, ago: ago - TimeSpan.FromSeconds(11), result: "FAILED");
                    break;
                default:
                    await PostTalkAsync(hook, uuid, ago);
                    break;
            }
        }
    }

    /// <summary>Just after midnight the calls of the test are yesterday's.</summary>
    private static string RateOf(JsonElement total) =>
        total.GetProperty("answer_rate") is { ValueKind: JsonValueKind.Number } rate ? (rate.GetDouble() * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%" : "–";

    private static double? Average(JsonElement total) =>
        total.GetProperty("wait").GetProperty("average_seconds") is { ValueKind: JsonValueKind.Number } average ? average.GetDouble() : null;

    private static void AssertHeat(JsonElement expected, string[][] rows)
    {
        var missed = expected.EnumerateArray().ToDictionary(
            hour => (hour.GetProperty("weekday").GetInt32(), hour.GetProperty("hour").GetInt32()), hour => hour.GetProperty("missed").GetInt64());
        Assert.Equal(7, rows.Length);
        Assert.Equal("Mon", rows[0][0]);
        for (var weekday = Monday; weekday <= rows.Length; weekday++)
        {
            for (var hour = 0; hour < 24; hour++)
            {
                Assert.Equal(missed.GetValueOrDefault((weekday, hour)).ToString(CultureInfo.InvariantCulture), rows[weekday - 1][hour + 1]);
            }
        }

        Assert.Equal(1, missed.Values.Sum());
    }
}
