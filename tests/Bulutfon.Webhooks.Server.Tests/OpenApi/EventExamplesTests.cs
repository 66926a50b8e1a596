using Bulutfon.Webhooks.Server.OpenApi;

namespace Bulutfon.Webhooks.Server.Tests.OpenApi;

public sealed class EventExamplesTests
{
    public static TheoryData<string> Names => [.. EventExamples.All.Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_is_the_event_that_it_says_it_is(string name)
    {
        var example = EventExamples.All.Single(candidate => candidate.Name == name);

        var result = WebhookEventParser.Parse(example.Bytes(), WebhookBodyFormat.Json);

        Assert.True(result.IsEvent, result.Error?.Detail);
        Assert.IsType(example.Record, result.Event);
        var undocumented = result.Event.AdditionalProperties;
        Assert.Equal(example.Record == typeof(UnknownEvent), undocumented is { Count: > 0 });
    }

    [Fact]
    public void Every_record_has_an_example()
    {
        var records = WebhookEventTypes.All.Select(info => info.RecordType).Append(typeof(UnknownEvent));

        Assert.Subset(EventExamples.All.Select(example => example.Record).ToHashSet(), records.ToHashSet());
    }

    [Fact]
    public void Every_file_is_listed()
    {
        var files = typeof(EventExample).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Examples/", StringComparison.Ordinal));

        Assert.Equal(files.Order(StringComparer.Ordinal), EventExamples.All.Select(example => $"Examples/{example.Name}.json").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Form_of_the_example_is_the_same_event_as_its_JSON()
    {
        var fields = PostedEventBody.FormFields().Select(field => KeyValuePair.Create(field.Key, field.Value!.ToString()));
        using var form = new FormUrlEncodedContent(fields);

        var asForm = WebhookEventParser.Parse(await form.ReadAsByteArrayAsync(), WebhookBodyFormat.Form);

        var asJson = WebhookEventParser.Parse(EventExamples.Hangup.Bytes(), WebhookBodyFormat.Json);
        Assert.Equal(asJson.ContentHash, asForm.ContentHash);
    }
}
