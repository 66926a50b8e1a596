using Bulutfon.Webhooks.Server.Inbound;
using Bulutfon.Webhooks.Server.Operators;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>What an endpoint asks for: <c>RequireAuthorization(Policies.Viewer)</c>.</summary>
internal static class Policies
{
    /// <summary>May post events, and nothing else.</summary>
    public const string Hook = "hook";

    /// <summary>Whoever knows a hook's secret address may post to it; to others there is nothing at that address.</summary>
    public const string PathToken = "path-token";

    /// <summary>May read: any operator. Also what <c>RequireAuthorization()</c> without a name means.</summary>
    public const string Viewer = "viewer";

    /// <summary>Has signed in at the page; whoever has not is sent there.</summary>
    public const string Page = "page";

    /// <summary>May also mark call-backs and export: an operator or an admin.</summary>
    public const string Operator = "operator";

    /// <summary>May also retry and erase.</summary>
    public const string Admin = "admin";

    public static void AddTo(AuthorizationBuilder authorization)
    {
        var viewer = OfRoles(OperatorRole.Viewer, OperatorRole.Operator, OperatorRole.Admin);
        authorization
            .AddPolicy(Hook, new AuthorizationPolicyBuilder(Schemes.Hook).RequireClaim(HookIdentity.HookClaim).Build())
            .AddPolicy(PathToken, new AuthorizationPolicyBuilder(Schemes.PathToken).RequireClaim(HookIdentity.HookClaim).Build())
            .AddPolicy(Viewer, viewer)
            .AddPolicy(Page, new AuthorizationPolicyBuilder(Schemes.Cookie).RequireAuthenticatedUser().Build())
            .AddPolicy(Operator, OfRoles(OperatorRole.Operator, OperatorRole.Admin))
            .AddPolicy(Admin, OfRoles(OperatorRole.Admin))
            .SetDefaultPolicy(viewer);
    }

    private static AuthorizationPolicy OfRoles(params string[] roles) =>
        new AuthorizationPolicyBuilder(Schemes.Operator, Schemes.Cookie).RequireRole(roles).Build();

    /// <summary>The roles that meet all of a policy's requirements, a group's and a route's own; null if any account will do.</summary>
    public static IEnumerable<string>? AllowedRoles(this AuthorizationPolicy policy) => policy.Requirements.OfType<RolesAuthorizationRequirement>()
        .Select(requirement => requirement.AllowedRoles)
        .Aggregate((IEnumerable<string>?)null, (common, allowed) => common?.Intersect(allowed, StringComparer.Ordinal) ?? allowed);
}
