using System.Globalization;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Says of each success what it is, and shows one.</summary>
internal sealed class SuccessResponses(IOptions<JsonOptions> json) : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var declared in context.Description.SupportedResponseTypes.Where(declared => declared.StatusCode is >= 200 and < 300))
        {
            var key = declared.StatusCode.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses?.GetValueOrDefault(key) is OpenApiResponse response)
            {
                Describe(response, declared.StatusCode, declared.Type, operation.Summary);
            }
        }

        return Task.CompletedTask;
    }

    private void Describe(OpenApiResponse response, int status, Type? type, string? summary)
    {
        var example = ResponseExamples.Of(type);
        if (response.Description == ReasonPhrases.GetReasonPhrase(status))
        {
            response.Description = example?.Description ?? summary + ".";
        }

        if (type?.GetProperty(nameof(EventPage.NextCursor)) is not null)
        {
            response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            response.Headers["Link"] = new OpenApiHeader
            {
                Description = "The address of the next page, with `rel=\"next\"` (RFC 8288); absent on the last.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            };
        }

        foreach (var content in response.Content?.Values ?? [])
        {
            // A file: a schema of bytes makes Swagger UI offer it as a download.
            content.Schema ??= new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            if (example is not null && content is { Example: null, Examples: null })
            {
                content.Example = JsonSerializer.SerializeToNode(example.Value, type!, json.Value.SerializerOptions);
            }
        }
    }
}
