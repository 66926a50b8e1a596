using System.Security.Claims;
using Bulutfon.Webhooks.Server.Credentials;

namespace Bulutfon.Webhooks.Server.Operators;

internal static class OperatorIdentity
{
    public static ClaimsPrincipal Create(OperatorOptions account) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, account.UserName!), new Claim(ClaimTypes.Role, OperatorRole.Find(account.Role)!)], Schemes.Operator));
}
