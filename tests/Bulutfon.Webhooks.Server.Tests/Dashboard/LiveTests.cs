using System.Globalization;
using Bulutfon.Webhooks.Server.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

public sealed class LiveTests(ChromiumFixture chromium) : BrowserTests(chromium)
{
    [SkippableFact]
    public async Task Call_appears_changes_its_state_and_ends_without_a_reload()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync();
        await page.Browser.Locator(".first-run").WaitForAsync();
        await page.PictureAsync("first-run");
        await page.WaitForCircuitAsync();

        await PostedCalls.BeginAsync(hook, "live");
        await page.CardOf("live").GetByText("ringing").WaitForAsync();
        await page.WaitForTitleAsync("(1) Now · Bulutfon");
        await PostedCalls.ReachAsync(hook, "live", "menu", "99");
        await page.CardOf("live").GetByText("in menu 99").WaitForAsync();
        await PostedCalls.ReachAsync(hook, "live", "group", "101");
        await page.CardOf("live").GetByText("at group 101").WaitForAsync();
        await PostedCalls.HangUpAsync(hook, "live", talked: 0);
        await page.Browser.Locator(".cards > li.over[data-uuid=live]").WaitForAsync();
        await page.CardOf("live").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.WaitForTitleAsync("Now · Bulutfon");

        Assert.Empty(page.Faults);
    }

    [SkippableTheory]
    [InlineData("en-US", "tr-TR")]
    [InlineData("tr-TR", "en-US")]
    [Trait("Store", "Any")]
    public async Task Each_page_moves_in_its_own_language_whoever_else_looks(string first, string second)
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        await PostedCalls.BeginAsync(hook, "before");
        foreach (var language in new[] { first, second })
        {
            var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = language }), server.Address);
            await page.SignInAsync();
            await page.WaitForCircuitAsync();
            await PostedCalls.BeginAsync(hook, "seen-" + language);
            await page.CardOf("seen-" + language).GetByText(language == "tr-TR" ? "çalıyor" : "ringing", new() { Exact = true }).WaitForAsync();
            Assert.Empty(page.Faults);
        }
    }

    [SkippableFact]
    public async Task Mark_of_one_operator_is_seen_by_another_and_the_list_clears_itself()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        var one = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        var other = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        foreach (var page in new[] { one, other })
        {
            await page.SignInAsync(address: "/callbacks");
            await page.WaitForCircuitAsync();
        }

        await PostedCalls.MissAsync(hook, "missed", ago: TimeSpan.FromMinutes(2));
        var row = one.Browser.Locator("tr[data-number='905322041584']");
        await row.Locator("input.note").FillAsync("after lunch");
        await row.GetByRole(AriaRole.Button, new() { Name = "I call back" }).ClickAsync();
        await other.Browser.GetByText("taken by operator").WaitForAsync();
        await other.Browser.Locator("q").GetByText("after lunch").WaitForAsync();
        await PostedCalls.BeginAsync(hook, "returned", ago: TimeSpan.FromSeconds(60));
        await PostedCalls.ReachAsync(hook, "returned", "extension", "1004", ago: TimeSpan.FromSeconds(55));
        await PostedCalls.HangUpAsync(hook, "returned");
        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        Assert.Empty(one.Faults);
        Assert.Empty(other.Faults);
    }

    [SkippableFact]
    public async Task Page_of_a_session_that_is_signed_out_elsewhere_is_left()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync();
        await page.WaitForCircuitAsync();
        var other = new DashboardPage(await page.Browser.Context.NewPageAsync(), server.Address);
        await other.OpenAsync("/calls");

        await other.Browser.Locator("header form button").ClickAsync();
        await other.WaitForAddressAsync("/sign-in");

        // The page asks every half minute.
        await page.Browser.Locator("input[name=Password]").WaitForAsync();
        Assert.Contains("/sign-in", page.Browser.Url, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_is_erased_leaves_the_pages_that_are_open()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        using var admin = server.OperatorClient();
        await PostedCalls.BeginAsync(hook, "kept", "905551112233");
        await PostedCalls.BeginAsync(hook, "erased", "905369876543");
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync();
        await page.WaitForCircuitAsync();
        await page.CardOf("erased").WaitForAsync();

        using var asked = await admin.PostAsync("/api/erasures", new StringContent("""{"number":"0536 987 65 43"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(System.Net.HttpStatusCode.Accepted, asked.StatusCode);
        await page.CardOf("erased").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Browser.GetByText("0536 987 65 43").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await page.CardOf("kept").WaitForAsync();
        Assert.DoesNotContain("5369876543", await page.Browser.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task Longest_note_leaves_every_row_readable_and_its_buttons_in_sight()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        await PostedCalls.MissAsync(hook, "missed", ago: TimeSpan.FromMinutes(2));
        await PostedCalls.MissAsync(hook, "other", "905551112233", ago: TimeSpan.FromMinutes(1));
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "tr-TR", ViewportSize = new() { Width = 1280, Height = 800 } }), server.Address);
        await page.SignInAsync(address: "/callbacks");
        await page.WaitForCircuitAsync();
        var row = page.Browser.Locator("tr[data-number='905322041584']");

        await row.Locator("input.note").FillAsync(new string('ş', 260) + " " + string.Join(' ', Enumerable.Repeat("sonra", 39)));
        await row.GetByRole(AriaRole.Button, new() { Name = "Ben arayacağım" }).ClickAsync();
        await page.Browser.Locator("q").WaitForAsync();
        await page.PictureAsync("long-note");

        foreach (var button in await page.Browser.Locator("td.actions button").AllAsync())
        {
            var box = await button.BoundingBoxAsync();
            Assert.InRange(box!.X + box.Width, 0, 1280);
        }

        Assert.InRange((await page.Browser.Locator("tr[data-number='905551112233']").BoundingBoxAsync())!.Height, 0, 80);
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Number_that_is_done_leaves_the_list_until_that_is_undone_and_one_too_old_leaves_by_itself()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var tick = TimeSpan.FromMilliseconds(50);
        await using var ticking = TimeProvider.System.CreateTimer(_ => clock.Advance(tick), state: null, tick, tick);
        await using var server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(clock), settings: [("Calls:CallbackWindow", "01:00:00")]);
        using var hook = server.HookClient();
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync(address: "/callbacks");
        await page.WaitForCircuitAsync();
        await PostedCalls.MissAsync(hook, "missed");
        var row = page.Browser.Locator("tr[data-number='905322041584']");

        await row.GetByRole(AriaRole.Button, new() { Name = "Done, without a call" }).ClickAsync();
        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Browser.Locator(".notice").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await row.WaitForAsync();
        clock.Advance(TimeSpan.FromHours(1));
        await row.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Long_list_begins_with_those_who_wait_longest_and_shows_the_rest_on_demand()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        await Task.WhenAll(Enumerable.Range(0, 101).Select(number => PostedCalls.MissAsync(
            hook, "miss" + number, "90532000" + (1000 + number).ToString(CultureInfo.InvariantCulture), ago: TimeSpan.FromMinutes(200 - number))));
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync(address: "/callbacks");
        await page.WaitForCircuitAsync();
        var rows = page.Browser.Locator("tr[data-number]");
        var first = await rows.CountAsync();

        await page.Browser.GetByRole(AriaRole.Button, new() { Name = "Show more (1)" }).ClickAsync();
        await page.Browser.Locator("tr[data-number='905320001100']").WaitForAsync();

        Assert.Equal((100, 101), (first, await rows.CountAsync()));
        Assert.Equal("905320001000", await rows.First.GetAttributeAsync("data-number"));
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Of_very_many_calls_the_newest_are_shown_and_the_others_counted()
    {
        await using var server = RunningServer.Start();
        using var hook = server.HookClient();
        for (var call = 0; call < 102; call++)
        {
            await PostedCalls.BeginAsync(hook, "many" + call, ago: TimeSpan.FromSeconds(200 - call));
        }

        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync();
        await page.Browser.GetByText("2 calls that began earlier are not shown here.").WaitForAsync();
        await PostedCalls.BeginAsync(hook, "newest");
        await page.CardOf("newest").WaitForAsync();

        await page.Browser.GetByText("3 calls that began earlier are not shown here.").WaitForAsync();
        Assert.Equal(100, await page.Cards.CountAsync());
        Assert.Equal("103", await page.Browser.Locator("#in-progress .count").InnerTextAsync());
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Developer_sends_himself_a_sample_call()
    {
        await using var server = RunningServer.Start();
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "tr-TR" }), server.Address);
        await page.SignInAsync();
        await page.WaitForCircuitAsync();

        await page.Browser.GetByRole(AriaRole.Button, new() { Name = "Kendime örnek bir çağrı gönder" }).ClickAsync();

        await page.Cards.First.WaitForAsync();
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    [Trait("Store", "Any")]
    public async Task Page_says_that_the_server_is_gone_and_comes_back_with_it()
    {
        using var folder = new TemporaryFolder();
        var journal = folder.File("journal.db");
        var page = default(DashboardPage);
        Uri address;
        await using (var server = await StartedServer.StartAsync(journal, ("ASPNETCORE_URLS", "http://127.0.0.1:0")))
        {
            address = server.Address;
            page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), address);
            await page.SignInAsync("reader", "reader-secret-of-tests");
            await page.WaitForCircuitAsync();
        }

        await page.Browser.Locator("#components-reconnect-modal").GetByText("Connection lost").WaitForAsync();
        await page.PictureAsync("lost");
        await using var again = await StartedServer.StartAsync(journal, ("ASPNETCORE_URLS", address.GetLeftPart(UriPartial.Authority)));
        await page.Browser.Locator("#components-reconnect-modal").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await page.WaitForCircuitAsync();
        using var hook = again.HookClient();
        await PostedCalls.BeginAsync(hook, "after");

        await page.CardOf("after").WaitForAsync();
    }
}
