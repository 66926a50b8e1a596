using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>The one shape of every error (RFC 9457), with the members that ours have.</summary>
internal static class ProblemSchema
{
    public const string Name = "Problem";

    public static void AddTo(OpenApiDocument document)
    {
        document.Components ??= new();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[Name] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What was wrong, where, and the fix (RFC 9457).",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail", "code", "trace_id" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Text("The kind of mistake as a URI, whose end is `code`.", "urn:bulutfon-webhooks:problem:field_missing"),
                ["title"] = Text("The status in words.", "Bad Request"),
                ["status"] = Number("The HTTP status."),
                ["detail"] = Text("What was wrong, where, and the fix, for a person.", "uuid is missing or empty. Every event has one."),
                ["code"] = Text("The kind of mistake, for a program. Its meaning never changes.", "field_missing"),
                ["trace_id"] = Text("Under this the server's log has more.", "4bf92f3577b34da6a3ce929d0e0e4736"),
                ["path"] = Text("Where in the body, as a JSON path.", "$.uuid"),
                ["byte_offset"] = Number("Where in the body, in bytes from its beginning."),
                ["rejection_id"] = Number("Under this the refused body is kept: `/api/rejections/{id}`."),
                ["parameter"] = Text("The query parameter that is wrong.", "from"),
            },
            AdditionalProperties = new OpenApiSchema(),
        };
    }

    private static OpenApiSchema Text(string description, string example) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Examples = [JsonValue.Create(example)],
    };

    private static OpenApiSchema Number(string description) => new() { Type = JsonSchemaType.Integer, Format = "int64", Description = description };
}
