namespace Bulutfon.Webhooks.Server.Tests.Browser;

/// <summary>The real browser behind what <c>SecurityHeadersTests</c> says of headers.</summary>
public sealed class ScriptChallengeTests(ChromiumFixture chromium) : BrowserTests(chromium)
{
    [SkippableFact]
    public async Task Fetch_and_XHR_of_a_page_hear_of_no_challenge_and_no_foreign_script_runs()
    {
        var page = await Chromium.NewPageAsync();
        await using var server = RunningServer.Start();
        var blocked = new List<string>();
        page.Console += (_, message) => blocked.Add(message.Text);
        await page.GotoAsync(new Uri(server.Address, "/health/live").ToString());

        var fetched = await page.EvaluateAsync<string>("async () => { const a = await fetch('/api/events'); return a.status + ' ' + a.headers.get('WWW-Authenticate'); }");
        var xhr = await page.EvaluateAsync<string>(
            "() => new Promise(done => { const x = new XMLHttpRequest(); x.open('GET', '/api/events');"
            + " x.onload = () => done(x.status + ' ' + x.getResponseHeader('WWW-Authenticate')); x.send(); })");
        await page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s); }");

        Assert.Equal("401 null", fetched);
        Assert.Equal("401 null", xhr);
        Assert.False(await page.EvaluateAsync<bool>("() => window.ran === true"));
        Assert.Contains(blocked, text => text.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
