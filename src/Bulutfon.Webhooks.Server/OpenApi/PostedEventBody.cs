using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Describes the body of a post, which the receiver reads itself, as JSON and as a form, with all examples.</summary>
internal static class PostedEventBody
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "One event of any type. Only `event_type` and `uuid` are required; fields and types that nobody has documented are kept. "
                + "Without a Content-Type, a body that begins with `{` is read as JSON, any other as a form.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Json] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(EventSchemas.Posted, context.Document),
                    Examples = EventExamples.All.ToDictionary(
                        example => example.Name,
                        IOpenApiExample (example) => new OpenApiExample { Summary = example.Summary, Value = example.Json() },
                        StringComparer.Ordinal),
                },
                [Form] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(PostedFormSchema.Name, context.Document),
                    Example = FormFields(),
                },
            },
        };
        return Task.CompletedTask;
    }

    /// <summary>The fields of the example form; what is nested is JSON text.</summary>
    public static JsonObject FormFields() => new(EventExamples.Hangup.Json().AsObject().Select(field =>
        KeyValuePair.Create<string, JsonNode?>(field.Key, field.Value is JsonObject nested ? nested.ToJsonString(Compact) : field.Value?.DeepClone())));
}
