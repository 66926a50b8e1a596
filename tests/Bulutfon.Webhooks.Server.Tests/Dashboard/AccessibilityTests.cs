using Bulutfon.Webhooks.Server.Tests.Browser;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>What axe-core finds; the package has its script within.</summary>
[Trait("Store", "Any")]
public sealed class AccessibilityTests(ChromiumFixture chromium) : BrowserTests(chromium)
{
    /// <summary>The impacts that are no matter of taste, with what they were found on.</summary>
    private const string Run = """
        async () => (await axe.run(document)).violations
          .filter(each => each.impact === 'serious' || each.impact === 'critical')
          .flatMap(each => each.nodes.map(node => each.id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary.replaceAll('\n', ' ')))
        """;

    /// <summary>Who takes the focus without a line around it.</summary>
    private const string Unseen = """
        () => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, [tabindex="0"]')]
          .filter(each => each.checkVisibility())
          .filter(each => { each.focus(); return document.activeElement === each && getComputedStyle(each).outlineStyle === 'none'; })
          .map(each => each.outerHTML.slice(0, 200))
        """;

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    [SkippableTheory]
    [InlineData("light", 1440)]
    [InlineData("dark", 1440)]
    [InlineData("light", 390)]
    [InlineData("dark", 390)]
    public async Task No_page_shuts_anybody_out(string theme, int width)
    {
        await using var server = RunningServer.Start();
        var page = new DashboardPage(
            await Chromium.NewPageAsync(new()
            {
                Locale = "en-US",
                ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = width, Height = 900 },
            }),
            server.Address);
        var found = new List<string>();
        await page.OpenAsync("/sign-in");
        await LookAsync(page, found);
        await page.SignInAsync();
        await page.Browser.Locator(".first-run").WaitForAsync();
        await LookAsync(page, found);
        await PagesTests.FillAsync(server);
        foreach (var address in DashboardPage.Addresses.Concat(["/calls/answered", "/calls?outcome=nonsense", "/calls?uuid=none", "/nothing-here"]))
        {
            await page.OpenAsync(address);
            await page.Browser.EvaluateAsync("() => document.querySelectorAll('main details').forEach(each => each.open = true)");
            await LookAsync(page, found);
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [SkippableFact]
    public async Task Focus_is_seen_on_everything_that_takes_it()
    {
        await using var server = RunningServer.Start();
        await PagesTests.FillAsync(server);
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync();
        var found = new List<string>();
        foreach (var address in DashboardPage.Addresses.Append("/calls/answered"))
        {
            await page.OpenAsync(address);
            await page.Browser.Keyboard.PressAsync("Tab"); // from here on focus is of the keyboard
            found.AddRange((await page.Browser.EvaluateAsync<string[]>(Unseen)).Select(each => address + " " + each));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [SkippableFact]
    public async Task Check_finds_what_is_wrong()
    {
        var page = await Chromium.NewPageAsync();
        await page.SetContentAsync("<main><img src='data:,'><button></button></main>");
        await page.EvaluateAsync(Script);

        Assert.Contains(await page.EvaluateAsync<string[]>(Run), each => each.StartsWith("button-name", StringComparison.Ordinal));
    }

    private static async Task LookAsync(DashboardPage page, List<string> found)
    {
        await page.Browser.EvaluateAsync(Script);
        found.AddRange((await page.Browser.EvaluateAsync<string[]>(Run)).Select(each => new Uri(page.Browser.Url).PathAndQuery + " " + each));
    }
}
