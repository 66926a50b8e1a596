using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.OpenApi;

/// <summary>
/// Writes the schemas of all events into a document, from the registry of event types and the records' JSON metadata: a new
/// event type is described here by being in the registry.
/// </summary>
internal sealed class EventSchemas(OpenApiDocument document, ContractDocumentation documentation, SchemaSide side)
{
    /// <summary>The component that is any event, as we answer it.</summary>
    public const string Answered = "Event";

    /// <summary>The component that is any event, as it may be posted.</summary>
    public const string Posted = "PostedEvent";

    private const string TypeField = "event_type";
    private const string UuidField = "uuid";
    private const string DerivedField = "occurred_at";

    /// <summary>The names under which a documented type travels.</summary>
    public static IEnumerable<string> NamesOf(WebhookEventTypeInfo info, SchemaSide side) =>
        side == SchemaSide.Posted ? [info.EventType.Value, .. info.Aliases] : [info.EventType.Value];

    /// <summary>The documented fields of a record, as they are on the wire. What we derive from others is only answered.</summary>
    public static IEnumerable<JsonPropertyInfo> FieldsOf(Type record, SchemaSide side) => WebhookJsonContext.Default.GetTypeInfo(record)!.Properties
        .Where(property => property is { IsExtensionData: false, Get: not null } && (side == SchemaSide.Answered || property.Name != DerivedField));

    public string NameOf(Type record) => side == SchemaSide.Posted ? "Posted" + record.Name : record.Name;

    /// <summary>Adds one component a record, and one that is any of them.</summary>
    public void Add()
    {
        var mapping = new Dictionary<string, OpenApiSchemaReference>(StringComparer.Ordinal);
        foreach (var info in WebhookEventTypes.All)
        {
            var names = NamesOf(info, side).ToList();
            AddRecord(info.RecordType, new() { Type = JsonSchemaType.String, Enum = Texts(names) });
            names.ForEach(name => mapping.Add(name, Reference(info.RecordType)));
        }

        var documented = WebhookEventTypes.All.SelectMany(info => NamesOf(info, side));
        AddRecord(typeof(UnknownEvent), new() { Type = JsonSchemaType.String, Not = new OpenApiSchema { Enum = Texts(documented) } });

        document.AddComponent(side == SchemaSide.Posted ? Posted : Answered, new OpenApiSchema
        {
            Description = documentation.Of(typeof(WebhookEvent)),
            OneOf = [.. WebhookEventTypes.All.Select(info => info.RecordType).Append(typeof(UnknownEvent)).Select(Reference)],
            Discriminator = new() { PropertyName = TypeField, Mapping = mapping },
        });
    }

    private static List<JsonNode> Texts(IEnumerable<string> values) => [.. values.Select(value => (JsonNode)JsonValue.Create(value))];

    private OpenApiSchemaReference Reference(Type record) => new(NameOf(record), document);

    private void AddRecord(Type record, OpenApiSchema? eventType)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = documentation.Of(record),
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            AdditionalProperties = new OpenApiSchema { Description = "A field that nobody has documented; it is kept as it came." },
        };
        foreach (var field in FieldsOf(record, side))
        {
            schema.Properties[field.Name] = FieldSchema(field);
        }

        if (eventType is not null)
        {
            eventType.Description = documentation.Of(typeof(WebhookEvent).GetProperty(nameof(WebhookEvent.EventType)));
            schema.Properties[TypeField] = eventType;
            schema.Required = new HashSet<string>(StringComparer.Ordinal) { TypeField, UuidField };
        }

        document.AddComponent(NameOf(record), schema);
    }

    private IOpenApiSchema FieldSchema(JsonPropertyInfo field)
    {
        var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        var description = documentation.Of(field.AttributeProvider as MemberInfo);
        var schema = FieldSchemas.Of(field.Name, type, side);
        if (schema is null)
        {
            return ContainerSchema(type, description);
        }

        schema.Description = string.Join(' ', new[] { description, FieldSchemas.DocumentedValuesText(type) }.OfType<string>());
        if (side == SchemaSide.Posted && field.Name is not (TypeField or UuidField))
        {
            schema.Type |= JsonSchemaType.Null;
        }

        return schema;
    }

    private IOpenApiSchema ContainerSchema(Type type, string? description)
    {
        var record = type.IsGenericType ? type.GetGenericArguments()[0] : type;
        if (document.Components?.Schemas?.ContainsKey(NameOf(record)) != true)
        {
            AddRecord(record, eventType: null);
        }

        if (record != type)
        {
            return new OpenApiSchema
            {
                Type = side == SchemaSide.Posted ? JsonSchemaType.Array | JsonSchemaType.Null : JsonSchemaType.Array,
                Items = Reference(record),
                Description = description,
            };
        }

        return side == SchemaSide.Answered
            ? new OpenApiSchemaReference(NameOf(record), document) { Description = description }
            : new OpenApiSchema { AnyOf = [Reference(record), new OpenApiSchema { Type = JsonSchemaType.Null }], Description = description };
    }
}
