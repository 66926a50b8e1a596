using System.Text.Encodings.Web;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>Signs a hook in by the end of its address. Any other end is answered as an address where there is nothing.</summary>
internal sealed class PathTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, PathTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string RouteValue = "token";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (tokens.Find(Request.RouteValues[RouteValue] as string ?? "") is not { } account)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var verdict = account.VerdictFor(Context.Connection.RemoteIpAddress);
        if (verdict.Principal is { } principal)
        {
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name)));
        }

        SignInRefusal.Note(Context, verdict);
        return Task.FromResult(AuthenticateResult.NoResult());
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
