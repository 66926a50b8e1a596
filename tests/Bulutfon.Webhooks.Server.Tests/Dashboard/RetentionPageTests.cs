using Bulutfon.Webhooks.Server.Tests.Browser;
using Bulutfon.Webhooks.Server.Tests.Outbound.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>Deliveries shows that retention waits because of the clock, and an admin confirms it there.</summary>
public sealed class RetentionPageTests(ChromiumFixture chromium) : BrowserTests(chromium), IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task An_admin_confirms_the_clock_on_the_page()
    {
        await using (var early = Start(Noon))
        {
            using var hook = early.HookClient();
            await hook.PostAsync(EventsClient.Event("old", Noon.ToUnixTimeSeconds()));
        }

        await using var server = Start(Noon.AddDays(1100));
        using var reader = server.OperatorClient();
        var page = new DashboardPage(await Chromium.NewPageAsync(new() { Locale = "en-US" }), server.Address);
        await page.SignInAsync(address: "/deliveries");
        var button = page.Browser.Locator("section[aria-labelledby=retention-waits] button");
        while (await button.CountAsync() == 0)
        {
            // The walk that finds it begins with the start.
            await page.OpenAsync("/deliveries");
        }

        await page.PictureAsync("retention-waits");
        await button.ClickAsync();
        await button.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });

        while ((await reader.ReadIdsAsync("/api/events")).Length > 0)
        {
            await Task.Yield();
        }

        Assert.Empty(page.Faults);
    }

    private RunningServer Start(DateTimeOffset now) => RunningServer.Start(
        _folder, services => services.AddSingleton<TimeProvider>(new FakeTimeProvider(now)), ("Retention:Events", "30.00:00:00"));
}
