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
        if (operation.Responses?.GetValueOrDefault("400") is OpenApiResponse refused)
        {
            refused.Description = "It is no event; the body is kept as a rejection. `path` and `byte_offset` say where the mistake is.";
            refused.Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemResponses.MediaType] = new() { Schema = new OpenApiSchemaReference(ProblemSchema.Name, context.Document), Examples = Refusals() },
            };
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, IOpenApiExample> Refusals() => new(StringComparer.Ordinal)
    {
        [WebhookBodyErrorCodes.FieldMissing] = new OpenApiExample
        {
            Summary = "A required field is missing",
            Value = ProblemResponses.ExampleOf(
                400, WebhookBodyErrorCodes.FieldMissing, "uuid is missing or empty. Every event has one.", ("path", "$.uuid"), ("rejection_id", 7)),
        },
        [WebhookBodyErrorCodes.NotJson] = new OpenApiExample
        {
            Summary = "The body is not JSON",
            Value = ProblemResponses.ExampleOf(
                400, WebhookBodyErrorCodes.NotJson, "The body is not JSON from byte 118 on. Post the event as a JSON object.", ("byte_offset", 118), ("rejection_id", 8)),
        },
    };

    /// <summary>The fields of the example form; what is nested is JSON text.</summary>
    public static JsonObject FormFields() => new(EventExamples.Hangup.Json().AsObject().Select(field =>
        KeyValuePair.Create<string, JsonNode?>(field.Key, field.Value is JsonObject nested ? nested.ToJsonString(Compact) : field.Value?.DeepClone())));
}
