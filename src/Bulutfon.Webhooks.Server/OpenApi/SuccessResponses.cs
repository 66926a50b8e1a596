using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Says of each success what it is, and shows one.</summary>
internal sealed class SuccessResponses : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var declared in context.Description.SupportedResponseTypes.Where(declared => declared.StatusCode is >= 200 and < 300))
        {
            var key = declared.StatusCode.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses?.GetValueOrDefault(key) is not OpenApiResponse response)
            {
                continue;
            }

            var example = ResponseExamples.Of(declared.Type);
            if (response.Description == ReasonPhrases.GetReasonPhrase(declared.StatusCode))
            {
                response.Description = example?.Description ?? operation.Summary + ".";
            }

            foreach (var content in response.Content?.Values.Where(content => content is { Example: null, Examples: null }) ?? [])
            {
                content.Example = example?.Json();
            }
        }

        return Task.CompletedTask;
    }
}
