using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Browser;

/// <summary>
/// Debian's Chromium, started once for a class of tests. Where it is missing the tests skip and say so; with CI=true
/// they fail instead, for a skipped test shows nothing.
/// </summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-background-networking", "--disable-gpu", "--no-first-run", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A page in a context of its own: no cookies of another test. The test must be a skippable one.</summary>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        const string Reason = $"{Executable} is missing: apt-get install chromium";
        if (_browser is null && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(Reason);
        }

        Skip.If(_browser is null, Reason);
        var context = await _browser!.NewContextAsync(options);
        return await context.NewPageAsync();
    }

    /// <summary>The tests of a class run one after the other.</summary>
    public async Task ClosePagesAsync()
    {
        foreach (var context in _browser?.Contexts.ToArray() ?? [])
        {
            await context.CloseAsync();
        }
    }
}
