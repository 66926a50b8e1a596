namespace Bulutfon.Webhooks;

/// <summary>Why a body cannot be read as an event.</summary>
/// <param name="Code">A stable code, one of <see cref="WebhookBodyErrorCodes"/>.</param>
/// <param name="Detail">What is wrong and how to mend it, in English. Never quotes a phone number or a whole value.</param>
/// <param name="Path">Where, as a JSON path (<c>$.cdr.callflow[0]</c>); null when the body as a whole is meant.</param>
/// <param name="ByteOffset">Where, in bytes from the beginning of the body; null when that says nothing.</param>
public sealed record WebhookBodyError(string Code, string Detail, string? Path = null, int? ByteOffset = null);

/// <summary>The codes of <see cref="WebhookBodyError"/>.</summary>
public static class WebhookBodyErrorCodes
{
    /// <summary>There is no body, or only white space.</summary>
    public const string Empty = "empty_body";

    /// <summary>The body is not JSON.</summary>
    public const string NotJson = "not_json";

    /// <summary>The JSON is not UTF-8, or a text in it is no Unicode.</summary>
    public const string NotUtf8 = "not_utf8";

    /// <summary>The JSON is an array, a text, a number, a boolean or null, not an object.</summary>
    public const string NotAnObject = "not_an_object";

    /// <summary>More than <see cref="WebhookEventParser.MaxDepth"/> levels.</summary>
    public const string TooDeep = "too_deep";

    /// <summary>More than <see cref="WebhookEventParser.MaxKeys"/> keys.</summary>
    public const string TooManyKeys = "too_many_keys";

    /// <summary><c>event_type</c> or <c>uuid</c> is missing or empty.</summary>
    public const string FieldMissing = "field_missing";

    /// <summary>A required field has a value of the wrong kind, or <c>timestamp</c> is no number.</summary>
    public const string FieldInvalid = "field_invalid";
}
