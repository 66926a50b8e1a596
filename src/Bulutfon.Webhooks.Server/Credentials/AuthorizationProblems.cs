using System.Security.Claims;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>Gives refused requests a body (RFC 9457) that says what to do; status and <c>WWW-Authenticate</c> stay the scheme's.</summary>
internal sealed class AuthorizationProblems(Metrics metrics) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler inner = new();

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Succeeded && !IsOfPage(policy))
        {
            metrics.SignInRefused(
                policy.AuthenticationSchemes.Contains(Schemes.Operator, StringComparer.Ordinal) ? Schemes.Operator : Schemes.Hook,
                authorizeResult.Forbidden ? "role" : SignInRefusal.ReasonOf(context));
        }

        if (authorizeResult.Challenged && SignInRefusal.Find(context) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        await inner.HandleAsync(next, context, policy, authorizeResult);
        if (authorizeResult.Succeeded || context.Response.HasStarted)
        {
            return;
        }

        // A scheme may have answered otherwise, for instance with a redirect to a sign-in page.
        switch (context.Response.StatusCode)
        {
            case StatusCodes.Status401Unauthorized:
                if (BrowserScript.IsCalling(context) || SessionCookie.IsSent(context))
                {
                    context.Response.Headers.Remove(HeaderNames.WWWAuthenticate);
                }

                await WriteAsync(context, StatusCodes.Status401Unauthorized, WhomToSignInAs(context, policy));
                break;
            case StatusCodes.Status403Forbidden:
                await WriteAsync(context, StatusCodes.Status403Forbidden, WhichRoleIsMissing(context.User, policy));
                break;
        }
    }

    /// <summary>Who opens the page without having signed in has done nothing wrong yet.</summary>
    private static bool IsOfPage(AuthorizationPolicy policy) => policy.AuthenticationSchemes is [Schemes.Cookie];

    private static string WhomToSignInAs(HttpContext context, AuthorizationPolicy policy)
    {
        var account = policy.AuthenticationSchemes.Contains(Schemes.Hook, StringComparer.Ordinal)
            ? "a hook (configuration: Inbound:Hooks)"
            : "an operator (configuration: Operators)";
        return context.Request.Headers.ContainsKey(HeaderNames.Authorization)
            ? $"The Authorization header does not hold the user name and password of {account}. Check both; "
                + "the header is 'Basic ' and the base64 of 'user:password' in UTF-8."
            : $"This call needs the user name and password of {account}, sent as HTTP basic authentication.";
    }

    private static string WhichRoleIsMissing(ClaimsPrincipal user, AuthorizationPolicy policy)
    {
        return $"This call needs the role {string.Join(" or ", policy.AllowedRoles() ?? [])}; this account's role is {user.FindFirst(ClaimTypes.Role)?.Value ?? "none"}. "
            + "Use another account, or change the account's Role (configuration: Operators).";
    }

    private static Task WriteAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
