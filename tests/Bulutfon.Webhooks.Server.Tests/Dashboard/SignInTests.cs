using System.Net;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Journal;
using Bulutfon.Webhooks.Server.Tests.Browser;
using Bulutfon.Webhooks.Server.Tests.Credentials;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bulutfon.Webhooks.Server.Tests.Dashboard;

public sealed class SignInTests(ChromiumFixture chromium, ServerFixture fixture) : BrowserTests(chromium), IClassFixture<ServerFixture>
{
    private readonly RunningServer _server = fixture.Server;

    [SkippableFact]
    public async Task Operator_signs_in_where_he_wanted_to_and_out_again()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(), _server.Address);

        await page.SignInAsync(address: "/calls?outcome=missed");
        var cookie = Assert.Single(await page.Browser.Context.CookiesAsync(), cookie => cookie.Name == SessionCookie.Name);
        await page.Browser.Locator("header form button").ClickAsync();
        await page.WaitForAddressAsync("/sign-in");
        await page.OpenAsync("/calls");

        Assert.True(cookie.HttpOnly);
        Assert.Equal("Strict", cookie.SameSite.ToString());
        Assert.Contains("/sign-in", page.Browser.Url, StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }

    [SkippableFact]
    public async Task Wrong_password_says_so_and_signs_nobody_in()
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(), _server.Address);
        await page.OpenAsync("/");

        await page.TryToSignInAsync(RunningServer.OperatorUser, "wrong");

        Assert.Equal("User name or password is wrong.", await page.Mistake.InnerTextAsync());
        Assert.DoesNotContain(await page.Browser.Context.CookiesAsync(), cookie => cookie.Name == SessionCookie.Name);
    }

    [SkippableTheory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example/")]
    [Trait("Store", "Any")]
    public async Task Address_of_another_server_is_not_followed(string address)
    {
        var page = new DashboardPage(await Chromium.NewPageAsync(), _server.Address);
        await page.OpenAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(address));

        await page.TryToSignInAsync(RunningServer.OperatorUser, RunningServer.OperatorPassword);
        await page.WaitForAddressAsync("/");

        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.OK)]
    [InlineData("same-origin", HttpStatusCode.Redirect)]
    [InlineData("none", HttpStatusCode.Redirect)]
    public async Task Link_on_another_site_is_followed_from_here_where_the_browser_sends_its_cookie(string site, HttpStatusCode status)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = _server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/calls?outcome=missed&caller=%22%3E");
        request.Headers.Add("Sec-Fetch-Site", site);
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Accept.ParseAdd("text/html");

        using var answer = await browser.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(site == "cross-site", text.Contains("content=\"0;url=/calls?outcome=missed&amp;caller=%22%3E\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_in_outlives_a_restart_and_ends_with_the_password()
    {
        using var folder = new TemporaryFolder();
        string cookie;
        await using (var server = RunningServer.Start(folder))
        {
            cookie = await SessionOf.SignInAsync(server);
        }

        await using (var again = RunningServer.Start(folder))
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(again, cookie));
        }

        await using var changed = RunningServer.Start(folder, settings: [("Operators:0:UserName", RunningServer.OperatorUser), ("Operators:0:Password", "another-password")]);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(changed, cookie));
    }

    [Fact]
    public async Task Sign_out_ends_every_copy_of_its_cookie_and_no_other_session()
    {
        using var folder = new TemporaryFolder();
        string ended, other;
        await using (var server = RunningServer.Start(folder))
        {
            (ended, other) = (await SessionOf.SignInAsync(server), await SessionOf.SignInAsync(server));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, ended));

            await SessionOf.SignOutAsync(server, ended);

            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(server, ended), await StatusAsync(server, other)));
        }

        // Another replica knows it as well as the next start does: it is in the journal.
        await using var again = RunningServer.Start(folder);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(again, ended), await StatusAsync(again, other)));
    }

    [Fact]
    public async Task Ended_session_is_forgotten_when_its_cookie_would_have_run_out()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = RunningServer.Start(services: services => services.AddSingleton<TimeProvider>(time));
        await SessionOf.SignOutAsync(server, await SessionOf.SignInAsync(server));
        await SessionOf.SignOutAsync(server, await SessionOf.SignInAsync(server));
        Assert.Equal(2, await EndedAsync());

        // Not tick by tick: the timers of every second of a week would take half a minute.
        time.AdjustTime(time.GetUtcNow() + SessionCookie.Lifetime + TimeSpan.FromDays(1));
        await SessionOf.SignOutAsync(server, await SessionOf.SignInAsync(server));

        Assert.Equal(1, await EndedAsync());

        async Task<int> EndedAsync()
        {
            await using var context = server.Journal.OpenContext();
            return await context.State.CountAsync(row => row.Name.StartsWith(StateRow.EndedSession));
        }
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task Keys_are_for_their_owner_alone()
    {
        await SessionOf.SignInAsync(_server);

        var key = Assert.Single(Directory.GetFiles(_server.JournalFile + ".keys"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(key).UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(Path.GetDirectoryName(key)!).UnixFileMode);
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.NotFound)]
    public async Task Change_by_cookie_must_come_from_a_page_of_this_server(string? origin, HttpStatusCode expected)
    {
        using var client = _server.AnonymousClient();
        client.DefaultRequestHeaders.Add("Cookie", await SessionOf.SignInAsync(_server));
        if (origin is not null)
        {
            client.DefaultRequestHeaders.Add("Origin", origin == "own" ? _server.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        using var answer = await client.DeleteAsync("/api/callbacks/905321110000");

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Whose_session_ended_is_not_asked_by_the_browsers_own_dialog()
    {
        using var client = _server.AnonymousClient();
        client.DefaultRequestHeaders.Add("Cookie", SessionCookie.Name + "=over");

        using var answer = await client.GetAsync("/api/calls");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(answer.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task Guesses_at_the_page_count_like_those_at_the_API()
    {
        await using var server = RunningServer.Start(settings: [("SignIn:MaxFailures", "2")]);
        for (var guess = 0; guess < 2; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SessionOf.TryAsync(server, "somebody", "guess" + guess)).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SessionOf.TryAsync(server, "somebody", "guess3")).Status);
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningServer server, string cookie)
    {
        using var client = server.AnonymousClient();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        using var answer = await client.GetAsync("/api/calls");
        return answer.StatusCode;
    }
}
