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
    /// The format that a content type names, parameters and case aside. Without a content type, a body that begins with
    /// <c>{</c> is JSON and any other a form. Null for every other content type.
    /// </summary>
    /// <param name="contentType">The Content-Type header as it came, or null.</param>
    /// <param name="body">The body.</param>
    public static WebhookBodyFormat? Detect(string? contentType, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrWhiteSpace(contentType))
        {
            return BeginsLikeJson(body) ? WebhookBodyFormat.Json : WebhookBodyFormat.Form;
        }

        var parameters = contentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = contentType.AsSpan(0, parameters < 0 ? contentType.Length : parameters).Trim();
        if (mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            return WebhookBodyFormat.Json;
        }

        if (!mediaType.Equals(MediaTypeNames.Application.FormUrlEncoded, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // curl -d and PHP's CURLOPT_POSTFIELDS send a JSON text under the form's content type.
        return BeginsLikeJson(body) ? WebhookBodyFormat.Json : WebhookBodyFormat.Form;
    }

    private static bool BeginsLikeJson(ReadOnlySpan<byte> body) =>
        WebhookEventParser.WithoutByteOrderMark(body).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
