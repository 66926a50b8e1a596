using System.Net;
using Bulutfon.Webhooks.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Credentials;

/// <summary>
/// Limits guessing: by source, and by account for those who guess from many sources. Nobody is locked out by a stranger: credentials
/// that were right before never come here, and a limited account still hears every source that has not failed itself.
/// </summary>
internal sealed partial class FailedSignIns(IOptionsMonitor<SignInOptions> options, TimeProvider time, ILogger<FailedSignIns> logger)
{
    /// <summary>How many sources, and how many accounts, are counted at once.</summary>
    public const int Capacity = 10_000;

    private readonly Lock gate = new();
    private readonly FailureWindows<SourceKey> bySource = new(Capacity);
    private readonly FailureWindows<KeyedHash> byAccount = new(Capacity);

    /// <summary>From where which account came; beyond the capacity all are forgotten.</summary>
    private readonly HashSet<(SourceKey Source, KeyedHash Account)> trusted = [];

    /// <param name="source">Where the credentials come from.</param>
    /// <param name="account">The keyed hash of the user name; whether the account exists makes no difference.</param>
    /// <returns>How long not to be heard; null if these credentials may be checked.</returns>
    public TimeSpan? Limit(IPAddress? source, KeyedHash account)
    {
        var limits = options.CurrentValue;
        var now = time.GetUtcNow();
        lock (gate)
        {
            var (failures, left) = bySource.Of(SourceKey.Of(source), now, limits.Window);
            if (failures >= limits.MaxFailures)
            {
                return left;
            }

            if (failures == 0)
            {
                return null;
            }

            var (accountFailures, accountLeft) = byAccount.Of(account, now, limits.Window);
            return accountFailures >= limits.MaxFailuresPerAccount ? accountLeft : null;
        }
    }

    /// <summary>Whether an account came from a source before.</summary>
    public bool IsTrusted(IPAddress? source, KeyedHash account)
    {
        lock (gate)
        {
            return trusted.Contains((SourceKey.Of(source), account));
        }
    }

    /// <summary>Remembers that an account came from a source.</summary>
    public void Trust(IPAddress? source, KeyedHash account)
    {
        lock (gate)
        {
            if (trusted.Add((SourceKey.Of(source), account)) && trusted.Count > Capacity)
            {
                trusted.Clear();
            }
        }
    }

    /// <summary>How often a source has failed of late.</summary>
    public int FailuresOf(IPAddress? source)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            return bySource.Of(SourceKey.Of(source), now, options.CurrentValue.Window).Count;
        }
    }

    /// <summary>Counts an attempt that could not be checked for want of a place against its source.</summary>
    public void AddBusy(IPAddress? source)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            bySource.Add(SourceKey.Of(source), now, options.CurrentValue.Window);
        }
    }

    /// <summary>Counts a wrong password.</summary>
    public void Add(IPAddress? source, KeyedHash account)
    {
        var limits = options.CurrentValue;
        var now = time.GetUtcNow();
        int failures;
        int accountFailures;
        lock (gate)
        {
            failures = bySource.Add(SourceKey.Of(source), now, limits.Window);
            accountFailures = byAccount.Add(account, now, limits.Window);
        }

        if (failures == limits.MaxFailures)
        {
            LogSourceLimited(logger, ClientAddress.Of(source), failures, limits.Window.TotalSeconds);
        }

        if (accountFailures == limits.MaxFailuresPerAccount)
        {
            LogAccountLimited(logger, accountFailures, limits.Window.TotalSeconds, ClientAddress.Of(source));
        }
    }

    [LoggerMessage(
        EventId = LogEvents.SignInsLimited,
        Level = LogLevel.Warning,
        Message = "{Failures} wrong passwords came from {Client}; others from there are answered 429, until {Seconds} s after the first")]
    private static partial void LogSourceLimited(ILogger logger, string client, int failures, double seconds);

    [LoggerMessage(
        EventId = LogEvents.AccountSignInsLimited,
        Level = LogLevel.Warning,
        Message = "{Failures} wrong passwords came for one account from several addresses, the last from {Client}; addresses that failed are answered 429, until {Seconds} s after the first")]
    private static partial void LogAccountLimited(ILogger logger, int failures, double seconds, string client);
}
