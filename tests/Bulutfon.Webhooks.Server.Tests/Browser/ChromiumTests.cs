using Bulutfon.Webhooks.Server.Tests.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulutfon.Webhooks.Server.Tests.Browser;

public class ChromiumTests(ChromiumFixture chromium) : BrowserTests(chromium)
{
    private const string Page = "<!doctype html><title>before</title><script>document.title = 'Çağrılar'</script>";

    [SkippableFact]
    public async Task A_page_runs_its_script()
    {
        var page = await Chromium.NewPageAsync();
        await using var server = await LoopbackServer.StartAsync(app => app.MapGet("/", () => Results.Content(Page, "text/html; charset=utf-8")));

        await page.GotoAsync(server.Client.BaseAddress!.ToString());

        Assert.Equal("Çağrılar", await page.TitleAsync());
    }
}
