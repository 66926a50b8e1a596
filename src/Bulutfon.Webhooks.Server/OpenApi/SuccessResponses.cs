using System.Globalization;
using System.Text.Json;
using Bulutfon.Webhooks.Server.Outbound.Query;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
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
                AddFile(response, context.Description.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>()
                    .Where(produced => produced.StatusCode == declared.StatusCode && (produced.Type is null || produced.Type == typeof(void)))
                    .SelectMany(produced => produced.ContentTypes));
                Describe(response, declared.StatusCode, declared.Type, operation.Summary);
            }
        }

        return Task.CompletedTask;
    }

    // The generator writes no content for an answer without a type.
    private static void AddFile(OpenApiResponse response, IEnumerable<string> contentTypes)
    {
        foreach (var contentType in contentTypes)
        {
            response.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
            response.Content.TryAdd(contentType, new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } });
            AddHeader(response, "Content-Disposition", "An attachment and its name.");
        }
    }

    private static void AddHeader(OpenApiResponse response, string name, string description)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
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
            AddHeader(response, "Link", "The address of the next page, with `rel=\"next\"` (RFC 8288); absent on the last.");
        }

        foreach (var content in response.Content?.Values ?? [])
        {
            if (example is not null && content is { Example: null, Examples: null })
            {
                content.Example = JsonSerializer.SerializeToNode(example.Value, type!, json.Value.SerializerOptions);
            }
        }
    }
}
