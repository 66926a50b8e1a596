using System.Security.Claims;
using System.Text.Encodings.Web;
using Bulutfon.Webhooks.Server.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// The cookie that the page's sign-in gives. It names the account; the role is read from the configuration at each request, and a
/// cookie ends with the passwords that were right when it was given, and with the sign-out of the browser that got it.
/// </summary>
internal static class SessionCookie
{
    public const string Name = "bulutfon-session";
    public const string SignInPath = "/sign-in";
    public const string ReturnParameter = "returnUrl";

    /// <summary>Longer than a weekend; each visit begins it anew.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static bool IsSent(HttpContext context) => context.Request.Cookies.ContainsKey(Name);

    public static AuthenticationBuilder AddSessionCookie(this AuthenticationBuilder authentication) => authentication.AddCookie(Schemes.Cookie, options =>
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // over plain HTTP a browser would drop a secure one
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPath;
        options.ReturnUrlParameter = ReturnParameter;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToReturnUrl = static _ => Task.CompletedTask; // the sign-in page leads on, to an address that it has checked
        options.Events.OnRedirectToLogin = context => RefuseAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RefuseAsync(context, StatusCodes.Status403Forbidden);
    });

    /// <summary>Signs an operator in whose password was right.</summary>
    public static Task SignInAsync(HttpContext context, ClaimsPrincipal verified)
    {
        var account = AccountOf(OperatorsOf(context), verified.Identity?.Name)
            ?? throw new InvalidOperationException("The account is gone from the configuration.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, account.UserName!), .. SessionStamps.Of(account)], Schemes.Cookie);
        return context.SignInAsync(Schemes.Cookie, new ClaimsPrincipal(identity));
    }

    /// <summary>The account of a session as it is configured now; null if the session is no longer good.</summary>
    public static ClaimsPrincipal? Renew(OperatorsOptions operators, ClaimsPrincipal session)
    {
        if (AccountOf(operators, session.Identity?.Name) is not { } account || !SessionStamps.AreGood(session, account))
        {
            return null;
        }

        var principal = OperatorIdentity.Create(account);
        ((ClaimsIdentity)principal.Identity!).AddClaims(session.Claims.Where(SessionStamps.IsStamp));
        return principal;
    }

    private static OperatorsOptions OperatorsOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptionsMonitor<OperatorsOptions>>().CurrentValue;

    private static OperatorOptions? AccountOf(OperatorsOptions operators, string? userName) =>
        operators.Accounts.FirstOrDefault(account => userName is not null && string.Equals(account.UserName, userName, StringComparison.Ordinal));

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;

        // Who sends credentials means these.
        if (http.Request.Headers.Authorization.Count > 0 || context.Principal is null)
        {
            context.RejectPrincipal();
        }
        else if (!IsOwnOrigin(http))
        {
            SignInRefusal.Note(http, Verdict.ForeignOrigin);
            context.RejectPrincipal();
        }
        else if (Renew(OperatorsOf(http), context.Principal) is { } principal
            && !await http.RequestServices.GetRequiredService<EndedSessions>().HasAsync(principal, http.RequestAborted))
        {
            context.ReplacePrincipal(principal);
        }
        else
        {
            context.RejectPrincipal();
        }
    }

    /// <summary>
    /// SameSite keeps other sites away, not other ports and subdomains of this host. Forms of the page have a token of their own, and
    /// their Origin is null by the referrer policy.
    /// </summary>
    private static bool IsOwnOrigin(HttpContext context)
    {
        var request = context.Request;
        var isReading = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var isUpgrade = context.WebSockets.IsWebSocketRequest || request.Headers.Upgrade.Count > 0;
        if ((isReading && !isUpgrade) || context.GetEndpoint()?.Metadata.GetMetadata<HasFormToken>() is not null || IsPage(context))
        {
            return true;
        }

        return request.Headers["Sec-Fetch-Site"] == "same-origin"
            || OwnOrigin.Is(request, request.Headers.Origin);
    }

    /// <summary>Only a page sends people to the sign-in; for the API the basic scheme has answered.</summary>
    private static Task RefuseAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && IsPage(context.HttpContext))
        {
            if (IsFollowedFromElsewhere(context.Request))
            {
                return AskAgainAsync(context);
            }

            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }

    /// <summary>A link on a page of another site, in a mail for instance: with it the browser sends no cookie, whoever is signed in.</summary>
    private static bool IsFollowedFromElsewhere(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] == "navigate" && !IsSent(request.HttpContext);

    /// <summary>Lets the browser ask for the same address from here, with its cookie.</summary>
    private static Task AskAgainAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var address = HtmlEncoder.Default.Encode(context.Request.GetEncodedPathAndQuery());
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"""<!DOCTYPE html><title>Bulutfon</title><meta http-equiv="refresh" content="0;url={address}"><a href="{address}">Bulutfon</a>""");
    }

    private static bool IsPage(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    /// <summary>Marks a route that checks the page's antiforgery token itself.</summary>
    internal sealed class HasFormToken;
}
