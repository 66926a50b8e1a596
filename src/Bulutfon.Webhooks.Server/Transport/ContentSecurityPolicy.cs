using System.Security.Cryptography;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>
/// What a page may load. Styles may stand in the page, as Swagger UI's and MudBlazor's do; a script only with the request's nonce:
/// <c>&lt;script nonce="@ContentSecurityPolicy.NonceOf(context)"&gt;</c>.
/// </summary>
internal static class ContentSecurityPolicy
{
    private const int NonceBytes = 16;

    private static readonly object NonceItem = new();

    public static string For(HttpContext context) =>
        $"default-src 'self'; script-src 'self' 'nonce-{NonceOf(context)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The same for everything that answers one request, and never used again.</summary>
    public static string NonceOf(HttpContext context)
    {
        if (context.Items[NonceItem] is not string nonce)
        {
            context.Items[NonceItem] = nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        }

        return nonce;
    }
}
