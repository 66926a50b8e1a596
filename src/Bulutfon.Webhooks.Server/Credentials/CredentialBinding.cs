namespace Bulutfon.Webhooks.Server.Credentials;

internal static class CredentialBinding
{
    /// <summary>
    /// Reads a list of accounts and notes each one's own key. The binder alone drops empty entries and closes gaps in the numbering,
    /// after which an error would name a key that the sysadmin never wrote.
    /// </summary>
    public static List<T> GetAccounts<T>(this IConfiguration configuration, string section)
        where T : CredentialOptions, new()
    {
        var accounts = new List<T>();
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            var account = new T();
            entry.Bind(account);
            account.ConfigurationKey = entry.Path;
            accounts.Add(account);
        }

        return accounts;
    }
}
