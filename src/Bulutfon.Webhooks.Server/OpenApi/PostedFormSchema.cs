using System.Reflection;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>
/// One flat object with the fields of all event types, for a form has fields and no alternatives. Every field is a line to
/// fill in; those of the example are filled.
/// </summary>
internal static class PostedFormSchema
{
    public const string Name = "PostedEventForm";

    private const string NestedField = "cdr";

    public static void AddTo(OpenApiDocument document, ContractDocumentation documentation)
    {
        var example = PostedEventBody.FormFields();
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "An event as a form. Beside `cdr` as JSON text, the conventions `cdr[callflow][0][callee]`, `cdr[callflow][][callee]` and "
                + "`cdr.callflow[0].callee` are read too.",
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            Required = new HashSet<string>(StringComparer.Ordinal) { "event_type", "uuid" },
            AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A field that nobody has documented; it is kept as it came." },
        };
        var fields = WebhookEventTypes.All.SelectMany(info => EventSchemas.FieldsOf(info.RecordType, SchemaSide.Posted)).DistinctBy(field => field.Name, StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var description = documentation.Of(field.AttributeProvider as MemberInfo);
            schema.Properties[field.Name] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = field.Name == NestedField ? $"{description} As JSON text." : description,
                Examples = example[field.Name] is { } value ? [value.ToString()] : null,
                // An empty field is an absent one; without a default Swagger UI would fill in the word "string".
                Default = example[field.Name] is null ? "" : null,
            };
        }

        document.AddComponent(Name, schema);
    }
}
