using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// Checks user name and password against one set of accounts. The right password costs one HMAC. PBKDF2 runs only for credentials
/// not seen before, one at a time, and then for every user name alike: also for an unknown one and for one whose password is
/// configured in plain text, so that the time of an answer does not tell which user names exist.
/// </summary>
internal sealed class CredentialVerifier : IDisposable
{
    public const int RememberedFailures = 1024;
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly CredentialKey key = new();
    private readonly RecentFailures failures = new(RememberedFailures);
    private readonly SemaphoreSlim slowCheck = new(1, 1);
    private readonly Dictionary<string, Entry> entries;
    private readonly Entry unknown;
    private readonly IPasswordHasher<CredentialOptions> hasher;
    private readonly TimeSpan longestWait;

    public CredentialVerifier(
        IReadOnlyCollection<Account> accounts, IPasswordHasher<CredentialOptions> hasher, TimeSpan? longestWait = null)
    {
        this.hasher = hasher;
        this.longestWait = longestWait ?? LongestWait;
        var decoy = accounts
            .Where(account => account.Credentials.HasPasswordHash)
            .Select(account => StoredPasswordHash.Parse(account.Credentials.PasswordHash!))
            .MaxBy(hash => hash?.Iterations)
            ?.Decoy();
        entries = accounts.ToDictionary(
            account => account.Credentials.UserName!, account => CreateEntry(account, decoy), StringComparer.Ordinal);
        unknown = new Entry(new NobodyOptions(), principal: null, decoy);
        unknown.Remember(key.Hash("", Guid.NewGuid().ToString()));
    }

    /// <returns>Completed at once unless PBKDF2 has to run.</returns>
    public ValueTask<Verdict> VerifyAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var entry = entries.GetValueOrDefault(userName, unknown);
        var presented = key.Hash(userName, password);
        if (entry.Remembers(presented))
        {
            return ValueTask.FromResult(new Verdict(entry.Principal));
        }

        return entry.PasswordHash is null || failures.Contains(presented)
            ? ValueTask.FromResult(Verdict.Wrong)
            : VerifySlowlyAsync(entry, presented, password, cancellationToken);
    }

    public void Dispose() => slowCheck.Dispose();

    private async ValueTask<Verdict> VerifySlowlyAsync(
        Entry entry, KeyedHash presented, string password, CancellationToken cancellationToken)
    {
        if (!await slowCheck.WaitAsync(longestWait, cancellationToken))
        {
            return Verdict.Busy;
        }

        try
        {
            // Whoever waited for the same credentials finds the answer here.
            if (!entry.Remembers(presented) && (failures.Contains(presented) || !Matches(entry, password)))
            {
                failures.Add(presented);
                return Verdict.Wrong;
            }

            entry.Remember(presented);
            return new Verdict(entry.Principal);
        }
        finally
        {
            slowCheck.Release();
        }
    }

    private bool Matches(Entry entry, string password) =>
        hasher.VerifyHashedPassword(entry.Credentials, entry.PasswordHash!, password) != PasswordVerificationResult.Failed
        && entry.Credentials.HasPasswordHash;

    private Entry CreateEntry(Account account, string? decoy)
    {
        var credentials = account.Credentials;
        var entry = new Entry(credentials, account.Principal, credentials.HasPasswordHash ? credentials.PasswordHash : decoy);
        if (credentials.HasPassword)
        {
            entry.Remember(key.Hash(credentials.UserName, credentials.Password));
        }

        return entry;
    }

    private sealed class NobodyOptions : CredentialOptions;

    private sealed class Entry(CredentialOptions credentials, ClaimsPrincipal? principal, string? passwordHash)
    {
        private volatile StrongBox<KeyedHash>? remembered;

        public CredentialOptions Credentials { get; } = credentials;

        public ClaimsPrincipal? Principal { get; } = principal;

        /// <summary>The account's own or a decoy; null when nobody in the set has one.</summary>
        public string? PasswordHash { get; } = passwordHash;

        public bool Remembers(KeyedHash presented) =>
            remembered is { } known && KeyedHash.FixedTimeEquals(known.Value, presented);

        public void Remember(KeyedHash verified) => remembered = new StrongBox<KeyedHash>(verified);
    }
}
