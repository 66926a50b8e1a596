using System.Globalization;
using Bulutfon.Webhooks.Server.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>Why credentials do not count though nobody found them wrong; carried from the scheme, which checks, to where it is answered.</summary>
internal static class SignInRefusal
{
    private static readonly object VerdictItem = new();

    public static void Note(HttpContext context, Verdict verdict)
    {
        if (verdict.Kind is VerdictKind.Busy or VerdictKind.Limited or VerdictKind.ForeignNetwork or VerdictKind.ForeignOrigin)
        {
            context.Items[VerdictItem] = verdict;
        }

        if (verdict.RefusedKey is { } refusedKey)
        {
            context.RequestServices.GetRequiredService<NetworkRefusals>().Add(context.Connection.RemoteIpAddress, refusedKey);
        }
    }

    /// <summary>Why a request was refused, in a word for the metrics.</summary>
    public static string ReasonOf(HttpContext context) => (context.Items[VerdictItem] as Verdict?)?.Kind switch
    {
        VerdictKind.Busy => "busy",
        VerdictKind.Limited => "limited",
        VerdictKind.ForeignNetwork => "network",
        VerdictKind.ForeignOrigin => "origin",
        _ => context.Request.Headers.ContainsKey(HeaderNames.Authorization) ? "wrong" : "none",
    };

    /// <returns>The answer, or null when there is nothing but a challenge to answer.</returns>
    public static ProblemHttpResult? Find(HttpContext context)
    {
        if (context.Items[VerdictItem] is not Verdict verdict)
        {
            return null;
        }

        switch (verdict.Kind)
        {
            case VerdictKind.Busy:
                context.Response.Headers.RetryAfter = "1";
                return Problem.Of(
                    StatusCodes.Status503ServiceUnavailable, StoreProblems.Code, "Too many unknown passwords are being checked. Try again in a second.");
            case VerdictKind.Limited:
                var seconds = Math.Max(1, (int)Math.Ceiling(verdict.RetryAfter.TotalSeconds));
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return Problem.Of(
                    StatusCodes.Status429TooManyRequests,
                    "too_many_failed_sign_ins",
                    string.Create(CultureInfo.InvariantCulture, $"Too many wrong passwords came from this address. Try again in {seconds} s (configuration: SignIn)."));
            case VerdictKind.ForeignOrigin:
                return Problem.Of(
                    StatusCodes.Status403Forbidden,
                    "foreign_origin",
                    "A change by cookie must come from a page of this server (header Origin). Use basic authentication instead.");
            default:
                return Problem.Of(
                    StatusCodes.Status403Forbidden,
                    "network_not_allowed",
                    "This hook may not post from this address. Post from one of its networks, or change them (configuration: Inbound:Hooks:n:AllowedNetworks; "
                        + "behind a proxy also Proxies).");
        }
    }
}
