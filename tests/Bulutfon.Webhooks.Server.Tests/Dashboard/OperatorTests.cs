using System.Globalization;
using Bulutfon.Webhooks.Server.Tests.Browser;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>What an operator does on the pages between two calls.</summary>
public sealed class OperatorTests(ChromiumFixture chromium) : BrowserTests(chromium)
{
    private const string Number = "905322041584";

    [SkippableFact]
    public async Task The_time_of_a_figure_goes_along_to_its_calls_and_through_the_form()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        await PostedCalls.MissAsync(hook, "today");
        await PostedCalls.MissAsync(hook, "long-ago", ago: TimeSpan.FromDays(20));
        var page = await OpenAsync(server, "/figures?range=7d");
        var today = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Istanbul")).Date;

        await page.Browser.Locator($"tr[data-number='{Number}'] td.figure a").ClickAsync();
        await page.Browser.Locator("tr[data-uuid=today]").WaitForAsync();
        Assert.Equal(Day(today.AddDays(-6)), await page.Browser.Locator("input[name=from]").InputValueAsync());
        Assert.Equal(Day(today), await page.Browser.Locator("input[name=to]").InputValueAsync());
        await page.Browser.Locator("form.filters button.main").ClickAsync();
        await page.WaitForQueryAsync("to=" + Day(today));
        await page.Browser.ReloadAsync();
        await page.Browser.Locator("tr[data-uuid=today]").WaitForAsync();

        Assert.Equal(0, await page.Browser.Locator("tr[data-uuid=long-ago]").CountAsync());
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task One_day_is_from_it_to_it_on_the_lists_in_the_figures_and_in_the_export()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        await hook.PostAsync($$"""{"event_type":"missing_call","uuid":"that-day","caller":{{Number}},"callee":908508850000,"direction":"IN","timestamp":1796068800000000}"""); // 30 November 2026, 23:00 in Istanbul
        await hook.PostAsync($$"""{"event_type":"missing_call","uuid":"next-day","caller":{{Number}},"callee":908508850000,"direction":"IN","timestamp":1796076000000000}"""); // 1 December, 1:00
        var page = await OpenAsync(server, "/calls?from=2026-11-30&to=2026-11-30");

        await page.Browser.Locator("tr[data-uuid=that-day]").WaitForAsync();
        Assert.Equal(0, await page.Browser.Locator("tr[data-uuid=next-day]").CountAsync());
        var download = await page.Browser.RunAndWaitForDownloadAsync(() => page.Browser.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Equal(2, (await File.ReadAllLinesAsync((await download.PathAsync())!)).Length);
        await page.OpenAsync("/figures?from=2026-11-30&to=2026-11-30");
        await page.Browser.GetByText("30 November 2026", new() { Exact = false }).First.WaitForAsync();
        Assert.Equal("1", (await page.Browser.Locator("[data-figure=Missed] b").InnerTextAsync()).Trim());
        await page.OpenAsync("/calls?from=2026-11-30T22:00&to=2026-11-30T23:30");
        Assert.Equal("2026-11-30T22:00", (await page.Browser.Locator("input[name=from]").InputValueAsync())[..16]);
        await page.Browser.Locator("form.filters button.main").ClickAsync();
        await page.WaitForQueryAsync("outcome=");
        await page.Browser.ReloadAsync();
        await page.Browser.Locator("tr[data-uuid=that-day]").WaitForAsync();
        Assert.Equal(0, await page.Browser.Locator("tr[data-uuid=next-day]").CountAsync());
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task A_note_without_a_button_is_kept_and_seen_by_others()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var reader = server.OperatorClient();
        await PostedCalls.MissAsync(hook, "missed", ago: TimeSpan.FromMinutes(2));
        var one = await OpenAsync(server, "/callbacks");
        var other = await OpenAsync(server, "/callbacks");
        await one.WaitForCircuitAsync();
        await other.WaitForCircuitAsync();

        var field = one.Browser.Locator($"tr[data-number='{Number}'] input.note");
        await field.FillAsync("asks for Ayşe");
        await field.PressAsync("Tab");
        await other.Browser.GetByText("noted by operator").WaitForAsync();
        await other.Browser.Locator("q").GetByText("asks for Ayşe").WaitForAsync();
        await one.PictureAsync("noted");
        var mark = Assert.Single((await reader.ReadAsync("/api/callbacks")).GetProperty("items").EnumerateArray()).GetProperty("mark");
        Assert.Equal(("noted", "asks for Ayşe"), (mark.GetProperty("state").GetString(), mark.GetProperty("note").GetString()));

        await one.Browser.ReloadAsync();
        await one.WaitForCircuitAsync();
        Assert.Equal("asks for Ayşe", await field.InputValueAsync());
        await one.Browser.GetByRole(AriaRole.Button, new() { Name = "I call back" }).ClickAsync();
        await other.Browser.GetByText("taken by operator").WaitForAsync();
        await other.Browser.Locator("q").GetByText("asks for Ayşe").WaitForAsync();
        Assert.Empty(one.Faults);
        Assert.Empty(other.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task The_page_of_a_call_has_its_recording_its_additional_data_and_the_durations_of_its_bars()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        await PostedCalls.PostAsync(hook, "call_init", "told", ago: TimeSpan.FromSeconds(90), more: ",\"autodial\":true,\"additional_data\":\"order 4711\"");
        await PostedCalls.ReachAsync(hook, "told", "menu", "99", ago: TimeSpan.FromSeconds(89));
        await PostedCalls.ReachAsync(hook, "told", "extension", "1004", ago: TimeSpan.FromSeconds(63));
        await PostedCalls.HangUpAsync(hook, "told");
        var page = await OpenAsync(server, "/calls/told");

        var facts = await page.Browser.Locator("dl.facts").InnerTextAsync();
        var bars = await page.Browser.Locator("ol.bars .label").AllInnerTextsAsync();
        var lasted = await page.Browser.Locator("table.list tbody tr td:nth-child(5)").AllInnerTextsAsync();

        Assert.Contains("order 4711", facts, StringComparison.Ordinal);
        Assert.Contains("Recording", facts, StringComparison.Ordinal);
        Assert.Contains(bars, bar => bar.EndsWith("0:26", StringComparison.Ordinal));
        Assert.All(bars, bar => Assert.Contains(bar.Split("· ")[^1], lasted));
        await page.PictureAsync("call-told");
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task A_number_that_is_looked_for_passes_through_no_date_on_the_way_to_another_page()
    {
        await using var server = RunningServer.Start();
        await PagesTests.FillAsync(server);
        var page = await OpenAsync(server, $"/calls?caller_or_callee={Number}&from=2026-01-01&to=2026-01-02");
        foreach (var address in new[] { "/figures", "/calls", "/figures" })
        {
            await page.Browser.Locator($"header.bar a[href='{address}']").ClickAsync();
            await page.WaitForAddressAsync(address);
            await page.Browser.Locator(address == "/figures" ? "select[name=group_by]" : "input[name=caller_or_callee]").WaitForAsync();
        }

        Assert.Equal("", await page.Browser.Locator("input[name=from]").InputValueAsync());
        Assert.Empty(page.Faults);
    }

    [SkippableTheory]
    [InlineData(1440)]
    [InlineData(1640)]
    [InlineData(1920)]
    [Trait("Store", "Any")]
    public async Task Tables_of_the_figures_fit_their_boxes(int width)
    {
        await using var server = RunningServer.Start();
        await PagesTests.FillAsync(server);
        var page = await OpenAsync(server, "/figures", new() { Locale = "tr-TR", ViewportSize = new() { Width = width, Height = 900 } });

        await page.Browser.Locator("[data-part=numbers] table").WaitForAsync();
        var overflow = await page.Browser.EvaluateAsync<int>("() => { const box = document.querySelector('[data-part=numbers] .scroll'); return box.scrollWidth - box.clientWidth; }");

        await page.PictureAsync("figures-numbers-" + width.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(0, overflow);
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<DashboardPage> OpenAsync(RunningServer server, string address, BrowserNewContextOptions? options = null)
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(options ?? new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync(address: address);
        return page;
    }
}
