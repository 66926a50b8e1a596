using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bulutfon.Webhooks;

/// <summary>
/// One event that Bulutfon posted: the fields that every event may carry. Only <see cref="EventType"/> and
/// <see cref="Uuid"/> are always there; everything else is null when the sender left it out, sent null or sent an empty text.
/// </summary>
/// <remarks>Source: Bulutfon's web hook documentation, 2015 to 2021. Serialized with Bulutfon's own (snake_case) names.</remarks>
[JsonConverter(typeof(WebhookEventJsonConverter))]
public abstract record WebhookEvent
{
    private protected WebhookEvent(EventType eventType) => EventType = eventType;

    [SetsRequiredMembers]
    private protected WebhookEvent(EventHead head, BodyObject body)
        : this(head.EventType)
    {
        Uuid = head.Uuid;
        Timestamp = head.Timestamp;
        Caller = body.Phone("caller"u8);
        Callee = body.Phone("callee"u8);
        Direction = body.Open<Direction>("direction"u8);
        Destination = body.Phone("destination"u8);
        DomainId = body.Number("domain_id"u8);
        AccountId = body.Number("account_id"u8);
        Autodial = body.Boolean("autodial"u8);
        AdditionalData = body.FreeText("additional_data"u8);
        CallbackUrl = body.Text("callback_url"u8);
        body.DropDerivedTime("occurred_at"u8, OccurredAt);
    }

    /// <summary>What happened, under its canonical name.</summary>
    [JsonPropertyOrder(-20)]
    public EventType EventType { get; }

    /// <summary>The call or fax, as text: not every documented value is a GUID. Events of one call share it.</summary>
    [JsonPropertyOrder(-19)]
    public required string Uuid { get; init; }

    /// <summary>Who calls: the digits without <c>+</c> (<c>905321110000</c>), an extension, or text such as <c>anonymous</c>.</summary>
    [JsonPropertyOrder(-18)]
    public string? Caller { get; init; }

    /// <summary>Who is called, written like <see cref="Caller"/>; for inbound calls the customer's number (DID).</summary>
    [JsonPropertyOrder(-17)]
    public string? Callee { get; init; }

    /// <summary>Inbound or outbound.</summary>
    [JsonPropertyOrder(-16)]
    public Direction? Direction { get; init; }

    /// <summary>
    /// When it happened, in microseconds since the Unix epoch. Seconds, milliseconds and nanoseconds are understood by their
    /// magnitude when read. Between the years 1 and 9999.
    /// </summary>
    [JsonPropertyOrder(-15)]
    public long? Timestamp { get; init; }

    /// <summary><see cref="Timestamp"/> as a time in UTC; null without one. Written as ISO 8601 with six decimals.</summary>
    [JsonPropertyOrder(-14)]
    [JsonConverter(typeof(UtcMicrosecondsJsonConverter))]
    public DateTimeOffset? OccurredAt => EpochTime.FromMicroseconds(Timestamp);

    /// <summary>
    /// The menu (2 digits), ring group (3), extension (3 or 4) or number that the call reached. Since 2018, in
    /// <c>call_init_extension</c>, <c>call_init_group</c> and <c>call_init_menu</c>.
    /// </summary>
    [JsonPropertyOrder(-13)]
    public string? Destination { get; init; }

    /// <summary>The customer's PBX domain at Bulutfon. Since 2021.</summary>
    [JsonPropertyOrder(-12)]
    public long? DomainId { get; init; }

    /// <summary>The customer's account at Bulutfon. Since 2021.</summary>
    [JsonPropertyOrder(-11)]
    public long? AccountId { get; init; }

    /// <summary>Whether the call was started through Bulutfon's API. Since 2021.</summary>
    [JsonPropertyOrder(90)]
    public bool? Autodial { get; init; }

    /// <summary>The caller's own text from the API request that started the call. Since 2021.</summary>
    [JsonPropertyOrder(91)]
    public string? AdditionalData { get; init; }

    /// <summary>The callback address from the API request that started the call. Since 2021.</summary>
    [JsonPropertyOrder(92)]
    public string? CallbackUrl { get; init; }

    /// <summary>
    /// Every other field, as it came: what Bulutfon added since, and documented fields with a value of another kind than
    /// documented. Null when there is none.
    /// </summary>
    [JsonIgnore]
    public IDictionary<string, JsonElement>? AdditionalProperties
    {
        get => ExtensionData;
        init => ExtensionData = value;
    }

    // The serializer sets extension data after construction, so it cannot be the init property itself.
    [JsonInclude]
    [JsonExtensionData]
    internal IDictionary<string, JsonElement>? ExtensionData { get; set; }
}
