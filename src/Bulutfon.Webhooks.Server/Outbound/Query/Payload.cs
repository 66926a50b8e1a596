using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Bulutfon.Webhooks.Server.Outbound.Query;

/// <summary>A body as it came, to be saved and never shown: whoever posts chooses its content type.</summary>
internal sealed record Payload(string? ContentType, byte[] Body)
{
    public FileContentHttpResult Download(HttpContext context, string name)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var type = SafeContentType();
        return TypedResults.File(Body, type, $"{name}.{Suffix(type)}");
    }

    /// <summary>The type as it came, if it is one and can stand in a header.</summary>
    private string SafeContentType() =>
        ContentType is not null && ContentType.All(character => character is >= ' ' and <= '~') && MediaTypeHeaderValue.TryParse(ContentType, out _)
            ? ContentType
            : MediaTypeNames.Application.Octet;

    private static string Suffix(string type) => MediaTypeHeaderValue.Parse(type).MediaType.Value?.ToLowerInvariant() switch
    {
        MediaTypeNames.Application.Json => "json",
        MediaTypeNames.Application.FormUrlEncoded => "txt",
        _ => "bin",
    };
}
