using Bulutfon.Webhooks.Server.Credentials;
using Microsoft.Extensions.Options;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>The hooks that are known by the end of their address. Follows the configuration.</summary>
internal sealed class PathTokens
{
    private readonly CredentialKey key = new();
    private volatile Entry[] entries;

    public PathTokens(IOptionsMonitor<InboundOptions> options)
    {
        entries = Entries(options.CurrentValue);
        options.OnChange(changed => entries = Entries(changed));
    }

    /// <summary>Compares with every token, in a time that tells nothing about how near the presented one came.</summary>
    public Account? Find(string presented)
    {
        var all = entries;
        if (all.Length == 0)
        {
            return null;
        }

        var hash = key.Hash("", presented);
        Account? found = null;
        foreach (var entry in all)
        {
            if (KeyedHash.FixedTimeEquals(entry.Token, hash))
            {
                found = entry.Account;
            }
        }

        return found;
    }

#pragma warning disable RS0030 // to hash it
    private Entry[] Entries(InboundOptions options) =>
        [.. options.Hooks.Where(hook => hook.HasPathToken).Select(hook => new Entry(key.Hash("", hook.PathToken), HookIdentity.AccountOf(hook)))];
#pragma warning restore RS0030

    private sealed record Entry(KeyedHash Token, Account Account);
}
