using System.Text.Json;

namespace Bulutfon.Webhooks.Tests;

public sealed class WebhookJsonContextTests
{
    public static TheoryData<WebhookEvent> Events =>
    [
        new CallInit { Uuid = "u", Timestamp = 1435762851086820, Caller = "905321110000" },
        new FaxInit { Uuid = "kkk919b-aaaa-aaaa-bbbb-ccccccfd40ee" },
        new MissingCall { Uuid = "u", HangupCause = HangupCause.NoAnswer, Cdr = new Cdr { MissingCall = true } },
        new CallInitExtension { Uuid = "u", Destination = "1001", Direction = Direction.In },
        new CallInitGroup { Uuid = "u", Destination = "101", Autodial = false },
        new CallInitMenu { Uuid = "u", Destination = "99", DomainId = 1, AccountId = 2 },
        new UnknownEvent(new EventType("call_transfer")) { Uuid = "u", TalkDuration = 3 },
        new CallHangup
        {
            Uuid = "u",
            Timestamp = 5,
            TalkDuration = 35,
            HangupCause = HangupCause.NormalClearing,
            AdditionalData = "{\"order\": 7}",
            AdditionalProperties = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["x"] = JsonElement.Parse("[1.50,{\"y\":null}]") },
            Cdr = new Cdr
            {
                CallTime = new DateTimeOffset(2015, 7, 1, 18, 0, 51, TimeSpan.FromHours(3)),
                CallPrice = "0.0182",
                CallFlow =
                [
                    new CallFlowStep { Callee = "99", Redirection = Redirection.ConnectingToMenu },
                    new CallFlowStep { Callee = "101", Origination = [new Origination { Destination = "1001", Result = OriginationResult.Answered }] },
                ],
            },
        },
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_of_any_type_is_written_and_read_back(WebhookEvent webhookEvent)
    {
        var json = JsonSerializer.Serialize(webhookEvent, WebhookJsonContext.Default.WebhookEvent);

        var again = JsonSerializer.Deserialize(json, WebhookJsonContext.Default.WebhookEvent);

        Assert.IsType(webhookEvent.GetType(), again);
        Assert.Equal(json, JsonSerializer.Serialize(again, WebhookJsonContext.Default.WebhookEvent));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void The_metadata_of_a_type_reads_what_was_written(WebhookEvent webhookEvent)
    {
        if (webhookEvent is UnknownEvent)
        {
            return; // has no type of its own to be read by
        }

        var type = WebhookJsonContext.Default.GetTypeInfo(webhookEvent.GetType())!;
        var json = JsonSerializer.Serialize(webhookEvent, type);

        var again = JsonSerializer.Deserialize(json, type);

        Assert.Equal(json, JsonSerializer.Serialize(again, type));
        Assert.Equal(json, JsonSerializer.Serialize(webhookEvent, WebhookJsonContext.Default.WebhookEvent));
    }

    [Fact]
    public void Events_are_written_with_Bulutfons_names_and_without_what_is_missing()
    {
        var json = JsonSerializer.Serialize(new CallInitMenu { Uuid = "u", Timestamp = 1435762851086820, Destination = "99" }, WebhookJsonContext.Default.WebhookEvent);

        Assert.Equal("""{"event_type":"call_init_menu","uuid":"u","timestamp":1435762851086820,"occurred_at":"2015-07-01T15:00:51.086820Z","destination":"99"}""", json);
    }

    [Theory]
    [InlineData("""{"event_type": "call_init"}""")]
    [InlineData("[]")]
    [InlineData("""{"event_type": "call_init", "uuid": "u", "x": "\ud800"}""")]
    public void Read_NoEvent_IsAJsonException(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, WebhookJsonContext.Default.WebhookEvent));

    [Fact]
    public void No_name_is_written_twice()
    {
        foreach (var id in Corpus.CorpusCase.Ids)
        {
            var corpus = Corpus.CorpusCase.Get(id);
            if (WebhookBodyFormats.Detect(corpus.ContentType, corpus.Body) is { } format && WebhookEventParser.Parse(corpus.Body, format) is { IsEvent: true } result)
            {
                using var strict = JsonDocument.Parse(Parsing.Canonical(result), new JsonDocumentOptions { AllowDuplicateProperties = false });
            }
        }
    }
}
