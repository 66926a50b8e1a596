using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// Checks user name and password against one set of accounts. The right password costs one HMAC. PBKDF2 runs only for credentials
/// not seen before, one at a time in the order of <see cref="SlowCheckQueue"/>, within the limits of <see cref="FailedSignIns"/>, and then for every user name alike: also for an
/// unknown one and for one whose password is configured in plain text, so that the time of an answer does not tell which user names
/// exist.
/// </summary>
/// <param name="accounts">The accounts.</param>
/// <param name="hasher">Runs PBKDF2.</param>
/// <param name="guesses">The limits.</param>
/// <param name="longestWait">For PBKDF2.</param>
/// <param name="hearsAll">
/// Whether right credentials count wherever they come from: a hook that is not heard loses its events. Of others an address that guesses learns nothing,
/// unless the account came from there before.
/// </param>
internal sealed class CredentialVerifier(
    IReadOnlyCollection<Account> accounts, IPasswordHasher<CredentialOptions> hasher, FailedSignIns guesses, TimeSpan? longestWait = null, bool hearsAll = true) : IDisposable
{
    public const int RememberedFailures = 1024;
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly CredentialKey key = new();
    private readonly SlowCheckQueue slowChecks = new();
    private readonly Lock replacing = new();
    private volatile AccountSet? current;

    /// <summary>Other accounts from now on. What is being checked ends by the accounts that it began with.</summary>
    public void Use(IReadOnlyCollection<Account> changed)
    {
        lock (replacing)
        {
            current = new AccountSet(changed, key, current);
        }
    }

    /// <returns>Completed at once unless PBKDF2 has to run.</returns>
    public ValueTask<Verdict> VerifyAsync(string userName, string password, IPAddress? source, CancellationToken cancellationToken)
    {
        var set = current ?? First();
        var entry = set.Find(userName);
        var presented = key.Hash(userName, password);
        if (entry.Remembers(presented))
        {
            // A hook's post pays for no second HMAC.
            var doubt = hearsAll ? null : Doubt(key.Hash(userName, ""), source);
            return ValueTask.FromResult(doubt ?? entry.VerdictFor(source));
        }

        var attempt = new Attempt(set, entry, presented, key.Hash(userName, ""), source);
        if (Refuse(attempt) is { } refusal)
        {
            return ValueTask.FromResult(refusal);
        }

        return set.HashesEach == 0
            ? ValueTask.FromResult(Fail(attempt))
            : VerifySlowlyAsync(attempt, password, cancellationToken);
    }

    public void Dispose() => slowChecks.Dispose();

    private AccountSet First()
    {
        lock (replacing)
        {
            return current ??= new AccountSet(accounts, key, before: null);
        }
    }

    private async ValueTask<Verdict> VerifySlowlyAsync(Attempt attempt, string password, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = (longestWait ?? LongestWait) - Stopwatch.GetElapsedTime(begun);
            using var place = slowChecks.Enter(
                attempt.Entry.IsKnown ? attempt.UserName : default, SourceKey.Of(attempt.Source), attempt.Presented, guesses.FailuresOf(attempt.Source));
            if (place is null)
            {
                return Busy(attempt);
            }

            bool isTurn;
            try
            {
                isTurn = await place.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System, cancellationToken);
            }
            catch (TimeoutException)
            {
                return Busy(attempt);
            }

            // Whoever waited for the same credentials finds the answer here, and so does who guessed several at once.
            if (attempt.Entry.Remembers(attempt.Presented))
            {
                return Doubt(attempt.UserName, attempt.Source) ?? attempt.Entry.VerdictFor(attempt.Source);
            }

            if (Refuse(attempt) is { } refusal)
            {
                return refusal;
            }

            if (isTurn)
            {
                return Check(attempt, password);
            }
        }
    }

    private Verdict Check(Attempt attempt, string password)
    {
        if (attempt.Entry.Hashed.FirstOrDefault(known => Matches(attempt.Entry, known, password)) is not { } matched)
        {
            return Fail(attempt);
        }

        matched.Remember(attempt.Presented);
        guesses.Trust(attempt.Source, attempt.UserName);
        return attempt.Entry.VerdictFor(attempt.Source);
    }

    /// <summary>An attempt that found no place counts against its source: it took the time of others all the same.</summary>
    private Verdict Busy(Attempt attempt)
    {
        guesses.AddBusy(attempt.Source);
        return Verdict.Busy;
    }

    /// <summary>What to answer right credentials instead, which an address that guesses may have found.</summary>
    private Verdict? Doubt(KeyedHash account, IPAddress? source)
    {
        if (hearsAll)
        {
            return null;
        }

        if (!guesses.IsTrusted(source, account) && guesses.Limit(source, account) is { } retryAfter)
        {
            return Verdict.Limited(retryAfter);
        }

        guesses.Trust(source, account);
        return null;
    }

    // The same wrong credentials again tell a guesser nothing: a sender with an old password stays at 401.
    private Verdict? Refuse(Attempt attempt)
    {
        if (attempt.Set.Failures.Contains(attempt.Presented))
        {
            return Verdict.Wrong;
        }

        return guesses.Limit(attempt.Source, attempt.UserName) is { } retryAfter ? Verdict.Limited(retryAfter) : null;
    }

    private Verdict Fail(Attempt attempt)
    {
        attempt.Set.Failures.Add(attempt.Presented);
        guesses.Add(attempt.Source, attempt.UserName);
        return Verdict.Wrong;
    }

    private bool Matches(AccountEntry entry, AccountEntry.Password known, string password) =>
        hasher.VerifyHashedPassword(entry.Credentials, known.Hash!, password) != PasswordVerificationResult.Failed && !known.IsDecoy;

    private sealed record Attempt(AccountSet Set, AccountEntry Entry, KeyedHash Presented, KeyedHash UserName, IPAddress? Source);
}
