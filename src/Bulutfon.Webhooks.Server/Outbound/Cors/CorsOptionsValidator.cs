using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Outbound.Cors;

/// <summary>Finds origins that no browser would ever send, which would allow nothing without a word.</summary>
internal sealed class CorsOptionsValidator : IValidateOptions<CorsOptions>
{
    public ValidateOptionsResult Validate(string? name, CorsOptions options)
    {
        string[] errors = [.. options.Origins.Index().Where(origin => !IsOrigin(origin.Item)).Select(origin =>
            $"{CorsOptions.Section}:{nameof(CorsOptions.Origins)}:{origin.Index}: '{origin.Item}' is no origin; write scheme and host alone, such as https://crm.example.com, in lower case.")];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>Not <c>*</c> either: whoever knows a password could use it from any page.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.GetLeftPart(UriPartial.Authority) == text;
}
