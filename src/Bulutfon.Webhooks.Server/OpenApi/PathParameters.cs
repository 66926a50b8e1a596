using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Says of a parameter in the path where its value comes from: the list that stands before it in the path.</summary>
internal static class PathParameters
{
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var path = "/" + context.Description.RelativePath;
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
        {
            // With or without a constraint: {id}, {id:long}.
            var list = path.Split("/{" + parameter.Name, 2)[0];
            parameter.Description ??= $"An `{parameter.Name}` as in the items of `GET {list}`.";
        }

        return Task.CompletedTask;
    }
}
