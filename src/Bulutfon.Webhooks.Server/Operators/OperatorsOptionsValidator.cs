using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Operators;

internal sealed class OperatorsOptionsValidator(IHostEnvironment environment) : IValidateOptions<OperatorsOptions>
{
    public ValidateOptionsResult Validate(string? name, OperatorsOptions options)
    {
        string[] errors = [.. Errors(options)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> Errors(OperatorsOptions options)
    {
        if (options.Accounts.Count == 0 && !environment.IsDevelopment())
        {
            yield return CredentialRules.NoneConfigured(OperatorsOptions.Section, "operator");
        }

        foreach (var error in options.Unreadable.Concat(CredentialRules.Check(options.Accounts)))
        {
            yield return error;
        }

        foreach (var account in options.Accounts.Where(account => OperatorRole.Find(account.Role) is null))
        {
            yield return $"{account.ConfigurationKey}:{nameof(account.Role)}: '{account.Role}' is no role; "
                + $"choose {string.Join(", ", OperatorRole.All)}.";
        }
    }
}
