using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Calls;

internal sealed class CallsOptionsValidator : IValidateOptions<CallsOptions>
{
    public ValidateOptionsResult Validate(string? name, CallsOptions options)
    {
        var outOfRange = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), outOfRange, validateAllProperties: true);
        if (options.ServiceLevel.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            outOfRange.Add(new ValidationResult("a duration in whole seconds.", [nameof(CallsOptions.ServiceLevel)]));
        }

        string[] errors = [.. options.Unreadable, .. outOfRange.Select(result => $"{CallsOptions.Section}:{result.MemberNames.First()}: {result.ErrorMessage}")];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
