using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// What ties a session to the passwords of its account. A session has a stamp of every password that was right when it began, and is
/// good while all of them still are: so a rotation ends no session before the old password is taken away, and then those that may
/// have begun with it. And it has an id of its own, by which a sign-out ends it: see <see cref="EndedSessions"/>.
/// </summary>
internal static class SessionStamps
{
    private const string ClaimType = "stamp";
    private const string IdType = "session";
    private const int IdBytes = 16;

    /// <summary>Those of a session that begins.</summary>
    public static IEnumerable<Claim> Of(CredentialOptions account) =>
        [.. StampsOf(account).Select(stamp => new Claim(ClaimType, stamp)), new Claim(IdType, Convert.ToHexString(RandomNumberGenerator.GetBytes(IdBytes)))];

    public static bool IsStamp(Claim claim) => claim.Type is ClaimType or IdType;

    /// <returns>Null for a session of a version that gave none.</returns>
    public static string? IdOf(ClaimsPrincipal session) => session.FindFirst(IdType)?.Value;

    public static bool AreGood(ClaimsPrincipal session, CredentialOptions account)
    {
        string[] stamps = [.. session.FindAll(ClaimType).Select(claim => claim.Value)];
        return IdOf(session) is not null && stamps.Length > 0 && stamps.All(StampsOf(account).Contains);
    }

    private static IEnumerable<string> StampsOf(CredentialOptions account) => account.Passwords
        .Where(password => password.IsSet)
        .Select(password => Convert.ToHexString(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(account.UserName!), Encoding.UTF8.GetBytes(password.HasHash ? "hash " + password.Hash : "text " + password.Text))));
}
