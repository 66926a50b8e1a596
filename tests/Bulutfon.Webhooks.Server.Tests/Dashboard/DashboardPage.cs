using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

/// <summary>The page as an operator uses it. Notes what went wrong in it and whom it asked.</summary>
internal sealed class DashboardPage
{
    /// <summary>A machine that is busy with something else makes no test fail.</summary>
    private const float PatienceMilliseconds = 120_000;

    private readonly IPage _page;
    private readonly Uri _server;

    public DashboardPage(IPage page, Uri server)
    {
        _page = page;
        _server = server;
        page.SetDefaultTimeout(PatienceMilliseconds);
        page.SetDefaultNavigationTimeout(PatienceMilliseconds);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Note(true, error);
        page.Request += (_, request) => Note(!IsLocal(request.Url), "asked for " + request.Url);
    }

    /// <summary>Every page that the bar leads to.</summary>
    public static readonly string[] Addresses = ["/", "/callbacks", "/calls", "/figures", "/deliveries"];

    /// <summary>Errors and warnings in the console, exceptions of scripts, and requests to anybody but the server.</summary>
    public List<string> Faults { get; } = [];

    public IPage Browser => _page;

    public ILocator Cards => _page.Locator(".cards > li");

    public ILocator Mistake => _page.Locator(".mistake");

    public ILocator CardOf(string uuid) => _page.Locator($".cards > li[data-uuid='{uuid}']");

    public async Task OpenAsync(string address)
    {
        await _page.GotoAsync(new Uri(_server, address).ToString());
        await _page.Locator("h1").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
    }

    /// <summary>Opens an address, and signs in where it leads.</summary>
    public async Task SignInAsync(string user = RunningServer.OperatorUser, string password = RunningServer.OperatorPassword, string address = "/")
    {
        await OpenAsync(address);
        await TryToSignInAsync(user, password);
        await _page.Locator("header.bar").WaitForAsync();
        await WaitForAddressAsync(address);
    }

    public async Task TryToSignInAsync(string user, string password)
    {
        await _page.Locator("input[name=UserName]").FillAsync(user);
        await _page.Locator("input[name=Password]").FillAsync(password);
        await _page.Locator("button[type=submit]").ClickAsync();
    }

    /// <summary>Waits until what moves has its connection; before, a click would be lost.</summary>
    public Task WaitForCircuitAsync() => _page.Locator("[data-live=on]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    public Task WaitForTitleAsync(string title) => Assertions.Expect(_page).ToHaveTitleAsync(title, new() { Timeout = PatienceMilliseconds });

    /// <summary>
    /// Waits until the browser stands at a path with its query. Asked again and again: a wait for the event of going there
    /// would miss one that came between the look at the address and the wait.
    /// </summary>
    public Task WaitForAddressAsync(string address) =>
        Assertions.Expect(_page).ToHaveURLAsync(new Uri(_server, address).ToString(), new() { Timeout = PatienceMilliseconds });

    /// <summary>Waits until the browser's address holds one setting of its query, among others.</summary>
    public Task WaitForQueryAsync(string setting) => Assertions.Expect(_page).ToHaveURLAsync(
        new Regex("[?&]" + Regex.Escape(setting) + "(&|$)", RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = PatienceMilliseconds });

    /// <summary>Keeps a picture, for a person to look at, in the folder that SCREENSHOTS names.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await _page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        }
    }

    private bool IsLocal(string url) => !Uri.TryCreate(url, UriKind.Absolute, out var uri)
        || uri.Scheme is "data" or "blob" || uri.Authority == _server.Authority;

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            Faults.Add(text);
        }
    }
}
