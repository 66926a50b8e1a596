namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>The rules that hooks and operators share. Each error begins with the configuration key it is about.</summary>
internal static class CredentialRules
{
    public static IEnumerable<string> Check(IReadOnlyList<CredentialOptions> accounts) =>
        accounts.SelectMany(CheckOne).Concat(Duplicates(accounts, nameof(CredentialOptions.UserName), account => account.UserName));

    public static IEnumerable<string> Duplicates<T>(IEnumerable<T> accounts, string property, Func<T, string?> value)
        where T : CredentialOptions =>
        accounts
            .Where(account => !string.IsNullOrEmpty(value(account)))
            .GroupBy(account => value(account)!, StringComparer.Ordinal)
            .SelectMany(same => same.Skip(1), (same, repeated) =>
                $"{repeated.ConfigurationKey}:{property}: '{same.Key}' is already taken by {same.First().ConfigurationKey}; each needs its own.");

    public static string NoneConfigured(string section, string what) =>
        $"{section}: no {what} is configured. Set {section}:0:UserName and either {section}:0:Password or {section}:0:PasswordHash "
        + $"(as environment variables: {section.Replace(":", "__", StringComparison.Ordinal)}__0__UserName and so on; "
        + "the verb hash-password prints a PasswordHash).";

    private static IEnumerable<string> CheckOne(CredentialOptions account)
    {
        if (!account.NeedsCredentials)
        {
            return [];
        }

        var passwords = account.Passwords;
        return CheckUserName(account)
            .Concat(CheckPassword(account, passwords[0], isRequired: true))
            .Concat(CheckPassword(account, passwords[1], isRequired: false));
    }

    private static IEnumerable<string> CheckUserName(CredentialOptions account)
    {
        var key = $"{account.ConfigurationKey}:{nameof(account.UserName)}";
        if (string.IsNullOrWhiteSpace(account.UserName))
        {
            yield return $"{key}: a user name is required.";
        }
        else if (account.UserName.Contains(':', StringComparison.Ordinal) || account.UserName.Any(char.IsControl))
        {
            yield return $"{key}: basic authentication cannot carry a colon or a control character in a user name.";
        }
    }

    private static IEnumerable<string> CheckPassword(CredentialOptions account, ConfiguredPassword password, bool isRequired)
    {
        var (text, hash) = ($"{account.ConfigurationKey}:{password.TextKey}", $"{account.ConfigurationKey}:{password.HashKey}");
        if (password is { HasText: true, HasHash: true })
        {
            yield return $"{text}: {hash} is set too; keep exactly one of them.";
        }
        else if (isRequired && !password.IsSet)
        {
            yield return $"{text}: set it, or {hash}; exactly one of them is required.";
        }

        if (password.HasText && password.Text!.Any(char.IsControl))
        {
            yield return $"{text}: basic authentication cannot carry a control character, such as the line break at the end of a file.";
        }

        if (password.HasHash && StoredPasswordHash.Parse(password.Hash!) is null)
        {
            yield return $"{hash}: this is no password hash; the verb hash-password prints one.";
        }
    }
}
