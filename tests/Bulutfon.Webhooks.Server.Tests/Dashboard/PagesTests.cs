using Bulutfon.Webhooks.Server.Tests.Browser;
using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

public sealed class PagesTests(ChromiumFixture chromium, FilledServerFixture fixture) : BrowserTests(chromium), IClassFixture<FilledServerFixture>
{
    private readonly RunningServer _server = fixture.Server;

    [SkippableTheory]
    [InlineData("en-US", "light", 1440)]
    [InlineData("tr-TR", "dark", 1440)]
    [InlineData("tr-TR", "light", 390)]
    [InlineData("en-US", "dark", 390)]
    [Trait("Store", "Any")]
    public async Task Every_page_is_whole_in_each_language_theme_and_width(string language, string theme, int width)
    {
        var page = new DashboardPage(
            await Chromium.NewPageAsync(new()
            {
                Locale = language,
                ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = new() { Width = width, Height = 900 },
            }),
            _server.Address);
        await page.OpenAsync("/sign-in");
        await page.PictureAsync($"sign-in-{language[..2]}-{theme}-{width}");
        await page.SignInAsync();
        foreach (var address in DashboardPage.Addresses.Append("/calls/answered"))
        {
            await page.OpenAsync(address);
            if (address is "/" or "/callbacks")
            {
                await page.WaitForCircuitAsync();
            }

            if (address == "/calls/answered")
            {
                await page.Browser.Locator("summary").First.ClickAsync();
            }

            Assert.Equal(language[..2], await page.Browser.Locator("html").GetAttributeAsync("lang"));
            Assert.Equal(theme, await page.Browser.Locator("html").GetAttributeAsync("data-theme"));
            var overflow = await page.Browser.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            await page.PictureAsync($"{address.Trim('/').Replace('/', '-').PadLeft(1, '_')}-{language[..2]}-{theme}-{width}");
            Assert.True(overflow <= 0, $"{address} is {overflow} px too wide");
        }

        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task Switches_of_language_and_theme_are_remembered()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US", ColorScheme = ColorScheme.Light }), _server.Address);
        await page.SignInAsync(address: "/calls");

        await page.Browser.Locator("[data-language=tr]").ClickAsync();
        await page.Browser.GetByRole(AriaRole.Heading, new() { Name = "Çağrılar" }).WaitForAsync();
        await page.Browser.Locator("[data-theme-switch]").ClickAsync();
        await page.OpenAsync("/deliveries");

        Assert.Equal("tr", await page.Browser.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal("dark", await page.Browser.Locator("html").GetAttributeAsync("data-theme"));
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Filter_is_in_the_address_and_a_reload_shows_the_same_rows()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(), _server.Address);
        await page.SignInAsync(address: "/calls");

        await page.Browser.Locator("select[name=outcome]").SelectOptionAsync("missed");
        await page.Browser.Locator("form.filters button.main").ClickAsync();
        await page.WaitForQueryAsync("outcome=missed");
        await page.Browser.Locator("tr[data-uuid=answered]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var rows = await RowsAsync(page);
        await page.Browser.ReloadAsync();

        Assert.Equal("missed", rows);
        Assert.Equal(rows, await RowsAsync(page));
        Assert.Empty(page.Faults);
    }

    [SkippableTheory]
    [InlineData("en-US", ",", ".")]
    [InlineData("tr-TR", ";", ",")]
    [Trait("Store", "Any")]
    public async Task Export_has_what_the_filter_shows_on_all_pages_as_the_language_writes_it(string language, string separator, string mark)
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        for (var call = 0; call < 3; call++)
        {
            await PostedCalls.BeginAsync(hook, "miss" + call, ago: TimeSpan.FromMinutes(10 * (call + 1)));
            await PostedCalls.MissAsync(hook, "miss" + call, ago: TimeSpan.FromMinutes((10 * (call + 1)) - 1));
        }

        await FillAsync(server);
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = language }), server.Address);
        await page.SignInAsync(address: "/calls?caller=5322041584&outcome=missed&limit=2&column=began&column=caller");
        var shown = await RowsAsync(page);
        await page.Browser.Locator("nav.pages a[rel=next]").ClickAsync();
        await page.Browser.Locator("tr[data-uuid=miss0]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        shown += "," + await RowsAsync(page);
        var columns = await page.Browser.Locator("table.list th").CountAsync();

        var download = await page.Browser.RunAndWaitForDownloadAsync(() => page.Browser.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!);

        Assert.Equal(2, columns);
        Assert.Equal("miss0,miss1,miss2", shown);
        Assert.Equal(shown, string.Join(',', lines.Skip(1).Select(line => line.Split(separator)[^1])));
        Assert.Contains(mark, lines[1].Split(separator)[9], StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Filter_is_saved_under_a_name_opened_and_removed()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), _server.Address);
        await page.SignInAsync(address: "/calls?outcome=missed&column=caller");
        var menu = page.Browser.Locator("[data-saved-filters]");

        await menu.Locator("summary").ClickAsync();
        await menu.Locator("input").FillAsync("Lost callers");
        await menu.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await menu.GetByRole(AriaRole.Link, new() { Name = "Lost callers" }).WaitForAsync();
        await page.OpenAsync("/calls");
        await menu.Locator("summary").ClickAsync();
        await menu.GetByRole(AriaRole.Link, new() { Name = "Lost callers" }).ClickAsync();
        await page.WaitForAddressAsync("/calls?outcome=missed&column=caller");
        await page.Browser.Locator("tr[data-uuid=answered]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal("missed", await RowsAsync(page));
        await page.OpenAsync("/calls");
        await menu.Locator("summary").ClickAsync();
        await menu.GetByRole(AriaRole.Button, new() { Name = "Remove Lost callers" }).ClickAsync();
        await page.OpenAsync("/calls");

        Assert.Equal(0, await menu.Locator("li").CountAsync());
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task Viewer_sees_no_action_that_he_may_not_take()
    {
        await using var server = RunningServer.Start(settings:
        [
            ("Operators:1:UserName", "watcher"), ("Operators:1:Password", "watcher-secret"), ("Operators:1:Role", "viewer"),
        ]);
        await FillAsync(server);
        var page = new DashboardPage(await Chromium.NewPageAsync(), server.Address);
        await page.SignInAsync("watcher", "watcher-secret", "/callbacks");
        await page.WaitForCircuitAsync();

        await page.Browser.Locator("tr[data-number]").WaitForAsync();
        var marks = await page.Browser.Locator("main button:not(.copy)").CountAsync();
        Assert.Equal(0, await page.Browser.Locator("input.note").CountAsync());
        await page.OpenAsync("/deliveries");
        var retries = await page.Browser.Locator("main button:not(.copy)").CountAsync();

        Assert.Equal((0, 0), (marks, retries));
        Assert.Equal(1, await page.Browser.Locator(".reason").CountAsync());
        Assert.Equal("{\n  \"event_type\": \"call_init\"\n}", await page.Browser.Locator(".reason pre").TextContentAsync());
        await page.OpenAsync("/calls");
        await page.Browser.Locator("tr[data-uuid=answered]").WaitForAsync();
        Assert.Equal(0, await page.Browser.Locator(".exports").CountAsync());
    }

    [SkippableFact]
    public async Task Admin_retries_a_rejection_and_is_told_why_it_is_none_still()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(), _server.Address);
        await page.SignInAsync(address: "/deliveries");

        await page.Browser.Locator("td.actions button").ClickAsync();

        await page.Mistake.WaitForAsync();
        Assert.NotEmpty(await page.Mistake.InnerTextAsync());
    }

    [SkippableTheory]
    [InlineData("en-US", "There is nothing here", "Back to Now", true)]
    [InlineData("tr-TR", "Böyle bir sayfa yok", "Şimdi sayfasına dön", false)]
    [Trait("Store", "Any")]
    public async Task Mistyped_address_says_so_and_leads_back(string language, string told, string back, bool isSignedIn)
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = language }), _server.Address);
        if (isSignedIn)
        {
            await page.SignInAsync();
        }

        var answer = await page.Browser.GotoAsync(new Uri(_server.Address, "/callz?outcome=missed").ToString());
        var heading = await page.Browser.Locator("h1").InnerTextAsync();
        await page.PictureAsync("nothing-here-" + language[..2]);
        await page.Browser.GetByRole(AriaRole.Link, new() { Name = back }).ClickAsync();
        await page.WaitForAddressAsync(isSignedIn ? "/" : "/sign-in?returnUrl=%2F");

        Assert.Equal((404, told), (answer!.Status, heading));
        Assert.DoesNotContain(page.Faults, fault => !fault.Contains("404", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Call_that_there_is_not_is_told_by_its_page()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), _server.Address);
        await page.SignInAsync();

        var answer = await page.Browser.GotoAsync(new Uri(_server.Address, "/calls/none").ToString());
        await page.Browser.GetByText("There is no call with this uuid.").WaitForAsync();

        Assert.Equal(404, answer!.Status);
    }

    [Theory]
    [InlineData("/api/callz", "text/html")]
    [InlineData("/webhooks/bulutfom", "text/html")]
    [InlineData("/callz", "*/*")]
    public async Task Program_that_asks_for_what_there_is_not_gets_a_problem(string address, string accepted)
    {
        using var client = _server.AnonymousClient();
        client.DefaultRequestHeaders.Add("Accept", accepted);

        using var answer = await client.GetAsync(address);

        Assert.Equal((404, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    internal static async Task FillAsync(RunningServer server)
    {
        using var hook = server.HookClient();
        await PostedCalls.BeginAsync(hook, "answered", ago: TimeSpan.FromSeconds(90));
        await PostedCalls.ReachAsync(hook, "answered", "menu", "99", ago: TimeSpan.FromSeconds(88));
        await PostedCalls.ReachAsync(hook, "answered", "group", "101", ago: TimeSpan.FromSeconds(75));
        await PostedCalls.ReachAsync(hook, "answered", "extension", "1004", ago: TimeSpan.FromSeconds(62));
        await PostedCalls.HangUpAsync(hook, "answered", ago: TimeSpan.FromSeconds(20));
        await PostedCalls.BeginAsync(hook, "missed", "905331112233", ago: TimeSpan.FromSeconds(300));
        await PostedCalls.MissAsync(hook, "missed", "905331112233", ago: TimeSpan.FromSeconds(280));
        await PostedCalls.BeginAsync(hook, "ringing", "902122223344", ago: TimeSpan.FromSeconds(9));
        await PostedCalls.BeginAsync(hook, "in-menu", "905445556677", ago: TimeSpan.FromSeconds(33));
        await PostedCalls.ReachAsync(hook, "in-menu", "menu", "99", "905445556677", ago: TimeSpan.FromSeconds(31));
        await PostedCalls.BeginAsync(hook, "at-extension", "4930123456789", ago: TimeSpan.FromSeconds(145));
        await PostedCalls.ReachAsync(hook, "at-extension", "extension", "1004", "4930123456789", ago: TimeSpan.FromSeconds(140));
        using var refused = await hook.PostBodyAsync("{\"event_type\":\"call_init\"}", HttpExtensions.Json);
        Assert.Equal(400, (int)refused.StatusCode);
    }

    private static Task<string> RowsAsync(DashboardPage page) =>
        page.Browser.Locator("tbody").EvaluateAsync<string>("body => [...body.rows].map(row => row.dataset.uuid).join()");
}
