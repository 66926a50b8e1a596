using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Display;

internal sealed class DisplayOptionsValidator : IValidateOptions<DisplayOptions>
{
    private const string Key = $"{DisplayOptions.Section}:{nameof(DisplayOptions.TimeZone)}";

    public ValidateOptionsResult Validate(string? name, DisplayOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.TimeZone))
        {
            return ValidateOptionsResult.Fail($"{Key}: is empty; name a time zone, such as Europe/Istanbul.");
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{Key}: '{options.TimeZone}' is no time zone that this machine knows; write an IANA name, such as Europe/Istanbul (on Linux the package tzdata has them).");
    }
}
