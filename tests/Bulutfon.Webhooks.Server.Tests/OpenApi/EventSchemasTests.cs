using Bulutfon.Webhooks.Server.OpenApi;
using Microsoft.OpenApi;

namespace Bulutfon.Webhooks.Server.Tests.OpenApi;

public sealed class EventSchemasTests(DescribedServer described) : IClassFixture<DescribedServer>
{
    private IDictionary<string, IOpenApiSchema> Schemas => described.Document.Components!.Schemas!;

    [Fact]
    public void Posted_event_is_one_of_all_types_by_every_name_and_an_unknown_one_is_outside_the_mapping()
    {
        var expected = WebhookEventTypes.All.SelectMany(info => info.Aliases.Prepend(info.EventType.Value).Select(name => (name, "Posted" + info.RecordType.Name)));

        var union = Schemas[EventSchemas.Posted];

        Assert.Equal("event_type", union.Discriminator!.PropertyName);
        Assert.Equal(expected.Order(), union.Discriminator.Mapping!.Select(entry => (entry.Key, entry.Value.Reference.Id!)).Order());
        Assert.Equal(
            WebhookEventTypes.All.Select(info => "Posted" + info.RecordType.Name).Append("PostedUnknownEvent"),
            union.OneOf!.Select(member => Assert.IsType<OpenApiSchemaReference>(member).Reference.Id));
    }

    [Fact]
    public void Answered_event_has_canonical_names_alone()
    {
        var mapping = Schemas[EventSchemas.Answered].Discriminator!.Mapping!;

        Assert.Equal(WebhookEventTypes.All.Select(info => info.EventType.Value).Order(StringComparer.Ordinal), mapping.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(EventSchemas.Posted)]
    [InlineData(EventSchemas.Answered)]
    public void Members_exclude_each_other_by_their_type_and_together_leave_none_out(string union)
    {
        var types = Schemas[union].OneOf!.Select(member => member.Properties!["event_type"]).ToList();

        var documented = types.Where(type => type.Enum is { Count: > 0 }).SelectMany(type => type.Enum!).Select(name => name.GetValue<string>()).ToList();
        var unknown = Assert.Single(types, type => type.Not is not null);
        Assert.Equal(documented.Count, documented.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(documented.Order(StringComparer.Ordinal), unknown.Not!.Enum!.Select(name => name.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Event_requires_only_type_and_uuid_stays_open_and_describes_every_field()
    {
        var members = Schemas[EventSchemas.Posted].OneOf!.Concat(Schemas[EventSchemas.Answered].OneOf!);

        Assert.All(members, member =>
        {
            Assert.Equal(["event_type", "uuid"], member.Required!.Order(StringComparer.Ordinal));
            Assert.NotNull(member.AdditionalProperties);
            Assert.False(string.IsNullOrWhiteSpace(member.Description));
            Assert.All(member.Properties!, field => Assert.False(string.IsNullOrWhiteSpace(field.Value.Description), field.Key));
        });
    }

    [Fact]
    public void Documented_values_are_examples_and_no_enumeration()
    {
        var cause = Schemas["CallHangup"].Properties!["hangup_cause"];

        Assert.True(cause.Enum is null or []);
        Assert.Contains("NORMAL_CLEARING", cause.Examples!.Select(value => value.GetValue<string>()));
        Assert.Contains("others occur", cause.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Phone_number_may_be_posted_as_a_number_and_is_answered_as_text()
    {
        Assert.Equal(JsonSchemaType.String | JsonSchemaType.Integer | JsonSchemaType.Null, Schemas["PostedCallInit"].Properties!["caller"].Type);
        Assert.Equal(JsonSchemaType.String, Schemas["CallInit"].Properties!["caller"].Type);
        Assert.Equal(JsonSchemaType.String, Schemas["Cdr"].Properties!["bf_caller"].Type);
    }

    [Fact]
    public void Form_has_a_flat_field_for_every_documented_one()
    {
        var fields = Schemas[PostedFormSchema.Name].Properties!;

        var documented = Schemas[EventSchemas.Posted].OneOf!.SelectMany(member => member.Properties!.Keys).Distinct(StringComparer.Ordinal);
        Assert.Equal(documented.Order(StringComparer.Ordinal), fields.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("cdr", fields.Keys);
        Assert.All(fields, field => Assert.Equal(JsonSchemaType.String, field.Value.Type));
    }
}
