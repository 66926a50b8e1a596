using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>Corrects what the generator says of our answers.</summary>
internal static class AnsweredSchemas
{
    /// <summary>
    /// Numbers are written as numbers: that the web's JSON defaults would also read them from text concerns nobody who reads
    /// an answer. What cannot be null is always there.
    /// </summary>
    public static Task Complete(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Type is { } type && (type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number)))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (schema is { Type: null, Format: "date-time" })
        {
            schema.Type = JsonSchemaType.String; // written by a converter
        }

        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && schema.Properties is { Count: > 0 } properties)
        {
            schema.Required = context.JsonTypeInfo.Properties
                .Where(property => !property.IsGetNullable && Nullable.GetUnderlyingType(property.PropertyType) is null && properties.ContainsKey(property.Name))
                .Select(property => property.Name)
                .ToHashSet(StringComparer.Ordinal);
        }

        return Task.CompletedTask;
    }
}
