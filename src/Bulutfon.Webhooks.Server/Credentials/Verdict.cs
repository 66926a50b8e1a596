using System.Security.Claims;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// What a check of credentials came to: somebody's principal, nobody's, or that too many unknown passwords are being checked
/// to say.
/// </summary>
internal readonly record struct Verdict(ClaimsPrincipal? Principal, bool IsBusy = false)
{
    public static readonly Verdict Wrong;

    public static readonly Verdict Busy = new(Principal: null, IsBusy: true);
}
