using System.Net;
using System.Runtime.CompilerServices;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>One account, or nobody, with the passwords that open it.</summary>
internal sealed class AccountEntry
{
    private readonly Account? account;
    private readonly Password[] passwords;

    private AccountEntry(Account? account, IEnumerable<Password> own, int hashesEach, string? decoy)
    {
        this.account = account;
        Password[] opening = [.. own];
        var decoys = Enumerable.Repeat(decoy, hashesEach - opening.Count(password => password.Hash is not null));
        passwords = [.. opening, .. decoys.Select(hash => new Password(hash, isDecoy: true))];
    }

    /// <summary>Whether the user name is configured.</summary>
    public bool IsKnown => account is not null;

    public CredentialOptions Credentials => account?.Credentials ?? NobodyOptions.Instance;

    /// <summary>The hashes that a password which is not remembered is compared with.</summary>
    public IEnumerable<Password> Hashed => passwords.Where(password => password.Hash is not null);

    public static AccountEntry Of(Account account, CredentialKey key, int hashesEach, string? decoy, AccountEntry? before)
    {
        var credentials = account.Credentials;
        return new AccountEntry(account, credentials.Passwords.Where(password => password.IsSet).Select(Opening), hashesEach, decoy);

        Password Opening(ConfiguredPassword configured)
        {
            if (configured.HasHash)
            {
                return new Password(configured.Hash, isDecoy: false, before?.RememberedOf(configured.Hash!));
            }

            return new Password(hash: null, isDecoy: false, new StrongBox<KeyedHash>(key.Hash(credentials.UserName, configured.Text)));
        }
    }

    /// <summary>Stands for every user name that does not exist, and takes as long as one that does.</summary>
    public static AccountEntry Nobody(CredentialKey key, int hashesEach, string? decoy)
    {
        var entry = new AccountEntry(account: null, [new Password(hash: null, isDecoy: true)], hashesEach, decoy);
        entry.passwords[0].Remember(key.Hash("", Guid.NewGuid().ToString()));
        return entry;
    }

    public bool Remembers(KeyedHash presented)
    {
        foreach (var password in passwords)
        {
            if (password.Remembers(presented))
            {
                return true;
            }
        }

        return false;
    }

    public Verdict VerdictFor(IPAddress? source) => account?.VerdictFor(source) ?? Verdict.Wrong;

    // A hash that stays in the configuration is not verified again because something else changed.
    private StrongBox<KeyedHash>? RememberedOf(string hash) =>
        passwords.FirstOrDefault(password => !password.IsDecoy && string.Equals(password.Hash, hash, StringComparison.Ordinal))?.Remembered;

    private sealed class NobodyOptions : CredentialOptions
    {
        public static readonly NobodyOptions Instance = new();
    }

    /// <summary>One password, known by its hash, by the keyed hash of what was right, or by both.</summary>
    internal sealed class Password(string? hash, bool isDecoy, StrongBox<KeyedHash>? remembered = null)
    {
        private volatile StrongBox<KeyedHash>? remembered = remembered;

        public string? Hash { get; } = hash;

        public bool IsDecoy { get; } = isDecoy;

        public StrongBox<KeyedHash>? Remembered => remembered;

        public bool Remembers(KeyedHash presented) =>
            remembered is { } known && KeyedHash.FixedTimeEquals(known.Value, presented);

        public void Remember(KeyedHash verified) => remembered = new StrongBox<KeyedHash>(verified);
    }
}
