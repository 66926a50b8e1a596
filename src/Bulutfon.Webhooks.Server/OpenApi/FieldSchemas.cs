using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>The schema of a field that holds a single value.</summary>
internal static class FieldSchemas
{
    // Phone numbers are text to us, and numbers to Bulutfon.
    private static readonly HashSet<string> Phones = new(StringComparer.Ordinal)
    {
        "caller", "callee", "destination", "bf_caller", "bf_callee", "extension", "redirection_target",
    };

    /// <summary>The schema without a description; null for a type that is no single value.</summary>
    public static OpenApiSchema? Of(string name, Type type, SchemaSide side)
    {
        var posted = side == SchemaSide.Posted;
        if (type == typeof(string))
        {
            return new() { Type = posted && Phones.Contains(name) ? JsonSchemaType.String | JsonSchemaType.Integer : JsonSchemaType.String };
        }

        if (type == typeof(long))
        {
            return new() { Type = posted ? JsonSchemaType.Integer | JsonSchemaType.String : JsonSchemaType.Integer, Format = "int64" };
        }

        if (type == typeof(bool))
        {
            return new() { Type = posted ? JsonSchemaType.Boolean | JsonSchemaType.Integer | JsonSchemaType.String : JsonSchemaType.Boolean };
        }

        if (type == typeof(DateTimeOffset))
        {
            return new() { Type = JsonSchemaType.String, Format = "date-time" };
        }

        return DocumentedValues(type) is { } values
            ? new() { Type = JsonSchemaType.String, Examples = [.. values.Select(value => JsonValue.Create(value))] }
            : null;
    }

    /// <summary>What is documented of an open value: a sentence, for an enumeration would refuse the values nobody has documented.</summary>
    public static string? DocumentedValuesText(Type type) => DocumentedValues(type) is { } values
        ? $"Documented: {string.Join(", ", values.Select(value => $"`{value}`"))}; others occur and are kept as they came."
        : null;

    private static List<string>? DocumentedValues(Type type) =>
        type.GetProperty(nameof(Direction.KnownValues), BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is IEnumerable values
            ? [.. values.Cast<object>().Select(value => value.ToString()!)]
            : null;
}
