using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Transport;

/// <summary>What is asked of browsers beside HTTPS itself, which Kestrel's own section configures; section <c>Https</c>.</summary>
internal sealed class HttpsOptions
{
    public const string Section = "Https";
    public const string RedirectKey = $"{Section}:{nameof(Redirect)}";

    /// <summary>
    /// Whether a browser's GET over HTTP is sent on to HTTPS. A hook's post never is: who does not follow a redirect, loses the
    /// event. Default: false.
    /// </summary>
    public bool Redirect { get; set; }

    internal static void Bind(HttpsOptions options, IConfiguration configuration) =>
        options.Redirect = bool.TryParse(configuration[RedirectKey], out var redirect) && redirect;
}

internal sealed class HttpsOptionsValidator(IConfiguration configuration) : IValidateOptions<HttpsOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpsOptions options) =>
        configuration[HttpsOptions.RedirectKey] is { Length: > 0 } text && !bool.TryParse(text, out _)
            ? ValidateOptionsResult.Fail($"{HttpsOptions.RedirectKey}: '{text}' is neither true nor false.")
            : ValidateOptionsResult.Success;
}
