using System.Net;
using System.Text.RegularExpressions;
using Bulutfon.Webhooks.Server.Credentials;
using Bulutfon.Webhooks.Server.Dashboard;

namespace Bulutfon.Webhooks.Server.Tests.Credentials;

/// <summary>Signs in at the page without a browser.</summary>
internal static partial class SessionOf
{
    /// <summary>The cookie of an operator, for the header Cookie.</summary>
    public static async Task<string> SignInAsync(RunningServer server, string user = RunningServer.OperatorUser, string password = RunningServer.OperatorPassword)
    {
        var (status, cookie) = await TryAsync(server, user, password);
        Assert.Equal(HttpStatusCode.Redirect, status);
        return cookie ?? throw new InvalidOperationException("The sign-in gave no cookie.");
    }

    public static async Task<(HttpStatusCode Status, string? Cookie)> TryAsync(RunningServer server, string user, string password, string query = "")
    {
        var cookies = new CookieContainer();
        using var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        var form = await client.GetStringAsync(SessionCookie.SignInPath + query);
        var fields = Hidden().Matches(form).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value));
        fields["UserName"] = user;
        fields["Password"] = password;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(SessionCookie.SignInPath + query, content);
        var cookie = cookies.GetCookies(server.Address)[SessionCookie.Name];
        return (answer.StatusCode, cookie is null ? null : $"{cookie.Name}={cookie.Value}");
    }

    /// <summary>Signs out as the page's button does.</summary>
    public static async Task SignOutAsync(RunningServer server, string cookie)
    {
        var cookies = new CookieContainer();
        cookies.SetCookies(server.Address, cookie);
        using var handler = new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        var page = await client.GetStringAsync("/");
        using var content = new FormUrlEncodedContent(Hidden().Matches(page).Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value))));
        using var answer = await client.PostAsync(DashboardSetup.SignOutPath, content);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();
}
