using System.Net.Mime;

namespace Bulutfon.Webhooks;

/// <summary>The two formats in which Bulutfon posts, as chosen for the hook in its panel.</summary>
public enum WebhookBodyFormat
{
    /// <summary><c>application/json</c>.</summary>
    Json,

    /// <summary><c>application/x-www-form-urlencoded</c>, nested fields in any common convention.</summary>
    Form,
}

/// <summary>Finds the format of a body.</summary>
public static class WebhookBodyFormats
{
    /// <summary>
    /// The format that a content type names, parameters and case aside; <c>text/json</c> and types that end in <c>+json</c> are JSON too. Without a content type,
    /// a body that begins with <c>{</c> is JSON and any other a form. A header that came twice may name one format twice. Null for every other content type.
    /// </summary>
    /// <param name="contentType">The Content-Type header as it came, or null.</param>
    /// <param name="body">The body.</param>
    public static WebhookBodyFormat? Detect(string? contentType, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return BeginsLikeJson(body) ? WebhookBodyFormat.Json : WebhookBodyFormat.Form;
        }

        WebhookBodyFormat? named = null;
        foreach (var part in contentType.AsSpan().Split(','))
        {
            if (Named(contentType.AsSpan(part)) is not { } format || (named ?? format) != format)
            {
                return null;
            }

            named = format;
        }

        // curl -d and PHP's CURLOPT_POSTFIELDS send a JSON text under the form's content type.
        return named == WebhookBodyFormat.Form && BeginsLikeJson(body) ? WebhookBodyFormat.Json : named;
    }

    private static WebhookBodyFormat? Named(ReadOnlySpan<char> contentType)
    {
        var parameters = contentType.IndexOf(';');
        var mediaType = contentType[..(parameters < 0 ? contentType.Length : parameters)].Trim();
        return mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) ? WebhookBodyFormat.Json
            : mediaType.Equals(MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase) ? WebhookBodyFormat.Form
            : IsOtherJson(mediaType) ? WebhookBodyFormat.Json
            : null;
    }

    /// <summary>What was written before JSON had its media type, and the types of RFC 6839 that are JSON underneath.</summary>
    private static bool IsOtherJson(ReadOnlySpan<char> mediaType) =>
        mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
        || mediaType.Equals("text/x-json", StringComparison.OrdinalIgnoreCase)
        || mediaType.Equals("application/x-json", StringComparison.OrdinalIgnoreCase)
        || (mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static bool BeginsLikeJson(ReadOnlySpan<byte> body) =>
        WebhookEventParser.WithoutByteOrderMark(body).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
