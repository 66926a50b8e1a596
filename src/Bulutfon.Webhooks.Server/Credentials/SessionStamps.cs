using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// What ties a session to the passwords of its account. A session has a stamp of every password that was right when it began, and is
/// good while all of them still are: so a rotation ends no session before the old password is taken away, and then those that may
/// have begun with it.
/// </summary>
internal static class SessionStamps
{
    private const string ClaimType = "stamp";

    public static IEnumerable<Claim> Of(CredentialOptions account) => StampsOf(account).Select(stamp => new Claim(ClaimType, stamp));

    public static bool IsStamp(Claim claim) => claim.Type == ClaimType;

    public static bool AreGood(ClaimsPrincipal session, CredentialOptions account)
    {
        string[] stamps = [.. session.FindAll(ClaimType).Select(claim => claim.Value)];
        return stamps.Length > 0 && stamps.All(StampsOf(account).Contains);
    }

    private static IEnumerable<string> StampsOf(CredentialOptions account) => account.Passwords
        .Where(password => password.IsSet)
        .Select(password => Convert.ToHexString(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(account.UserName!), Encoding.UTF8.GetBytes(password.HasHash ? "hash " + password.Hash : "text " + password.Text))));
}
