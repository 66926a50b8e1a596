namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// The accounts in force, and what was learnt about their passwords; replaced as a whole when the configuration changes. Every entry
/// has as many hashes as the account with the most, its own or decoys: a wrong password costs the same for all user names.
/// </summary>
internal sealed class AccountSet
{
    private readonly Dictionary<string, AccountEntry> entries;
    private readonly AccountEntry unknown;

    public AccountSet(IReadOnlyCollection<Account> accounts, CredentialKey key, AccountSet? before)
    {
        StoredPasswordHash[] hashes =
        [
            .. accounts.SelectMany(account => account.Credentials.Passwords)
                .Where(password => password.HasHash)
                .Select(password => StoredPasswordHash.Parse(password.Hash!))
                .OfType<StoredPasswordHash>(),
        ];
        var decoy = hashes.MaxBy(hash => hash.Iterations)?.Decoy();
        HashesEach = accounts.Select(account => account.Credentials.Passwords.Count(password => password.HasHash)).DefaultIfEmpty().Max();
        entries = accounts
            .Where(account => account.Credentials.HasAnyCredential)
            .ToDictionary(
                account => account.Credentials.UserName!,
                account => AccountEntry.Of(account, key, HashesEach, decoy, before?.entries.GetValueOrDefault(account.Credentials.UserName!)),
                StringComparer.Ordinal);
        unknown = AccountEntry.Nobody(key, HashesEach, decoy);
    }

    /// <summary>How many hashes a wrong password is compared with: 0 to 2.</summary>
    public int HashesEach { get; }

    /// <summary>The last wrong credentials; those of the accounts before this set could be right in it.</summary>
    public RecentFailures Failures { get; } = new(CredentialVerifier.RememberedFailures);

    public AccountEntry Find(string userName) => entries.GetValueOrDefault(userName, unknown);
}
