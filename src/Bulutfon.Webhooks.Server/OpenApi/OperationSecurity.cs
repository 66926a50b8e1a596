using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Tells each operation which credentials and which role it needs, from the policies of its endpoint.</summary>
internal sealed class OperationSecurity(IAuthorizationPolicyProvider policies) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var policy = metadata.OfType<IAllowAnonymous>().Any()
            ? null
            : await AuthorizationPolicy.CombineAsync(policies, metadata.OfType<IAuthorizeData>(), metadata.OfType<AuthorizationPolicy>());
        if (policy is null)
        {
            return;
        }

        operation.Security = [.. policy.AuthenticationSchemes.Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
        })];
        operation.Responses ??= [];
        Add(operation.Responses, StatusCodes.Status401Unauthorized);
        Add(operation.Responses, StatusCodes.Status503ServiceUnavailable);

        if (policy.AllowedRoles() is { } roles)
        {
            operation.Description = $"{operation.Description} Needs the role {string.Join(" or ", roles.Select(role => $"`{role}`"))}.".TrimStart();
            Add(operation.Responses, StatusCodes.Status403Forbidden);
        }
    }

    // ProblemResponses, which comes next, writes what they say.
    private static void Add(OpenApiResponses responses, int status) => responses.TryAdd(status.ToString(System.Globalization.CultureInfo.InvariantCulture), new OpenApiResponse());
}
