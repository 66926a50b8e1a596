using Bulutfon.Webhooks.Server.Configuration;
using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Inbound;

internal sealed class InboundOptionsValidator(IHostEnvironment environment) : IValidateOptions<InboundOptions>
{
    public ValidateOptionsResult Validate(string? name, InboundOptions options)
    {
        string[] errors = [.. Errors(options)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Errors(InboundOptions options)
    {
        foreach (var error in options.Unreadable.Concat(RangeErrors.In(options, InboundOptions.Section)))
        {
            yield return error;
        }

        if (options.Hooks.Count == 0 && !environment.IsDevelopment())
        {
            yield return CredentialRules.NoneConfigured(InboundOptions.HooksSection, "hook");
        }

        foreach (var error in CredentialRules.Check(options.Hooks).Concat(NameErrors(options.Hooks)).Concat(PathTokenRules.Check(options.Hooks)))
        {
            yield return error;
        }
    }

    private static IEnumerable<string> NameErrors(IReadOnlyList<HookOptions> hooks)
    {
        var unlistable = hooks
            .Where(hook => hook.EffectiveName.Any(character => character == ',' || char.IsControl(character)))
            .Select(hook => $"{hook.ConfigurationKey}:{nameof(hook.Name)}: a name cannot have a comma or a control character; set one that has none.");
        // Two hooks with the same user name are reported as that, not once more for the name they take from it.
        var repeated = CredentialRules.Duplicates(
            hooks.DistinctBy(hook => (hook.UserName, hook.Name)), nameof(HookOptions.Name), hook => hook.EffectiveName);
        var nameless = hooks
            .Where(hook => !hook.NeedsCredentials && hook.EffectiveName.Length == 0)
            .Select(hook => $"{hook.ConfigurationKey}:{nameof(hook.Name)}: a hook without a user name needs a name.");
        return unlistable.Concat(repeated).Concat(nameless);
    }
}
