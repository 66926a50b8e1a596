using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Bulutfon.Webhooks.Server.Inbound;

/// <summary>
/// The Authorization headers that were found right lately, so that a hook which posts thousands of times a second is not checked
/// from the beginning each time. A changed configuration, or a minute, makes it forget.
/// </summary>
internal sealed class RememberedHooks(IOptionsMonitor<InboundOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private const int MostEntries = 16;

    private readonly Lock _gate = new();
    private volatile Entry[] _entries = [];

    /// <summary>The name of the hook whose header it is; null if it has to be checked.</summary>
    public string? Find(StringValues authorization)
    {
        if (authorization is not [{ } header])
        {
            return null;
        }

        foreach (var entry in _entries)
        {
            if (CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(header.AsSpan()), MemoryMarshal.AsBytes(entry.Header.AsSpan())) && IsFresh(entry))
            {
                return entry.Hook;
            }
        }

        return null;
    }

    /// <summary>Remembers a header that was found right.</summary>
    /// <param name="authorization">The header.</param>
    /// <param name="hook">The hook's name.</param>
    /// <param name="checkedWith">The options from before the check.</param>
    public void Remember(StringValues authorization, string hook, InboundOptions checkedWith)
    {
        // Where it comes from has to be looked at every time.
        if (authorization is not [{ } header] || checkedWith.Hooks.Any(each => each.EffectiveName == hook && each.Networks is not null))
        {
            return;
        }

        lock (_gate)
        {
            var others = _entries.Where(entry => IsFresh(entry) && entry.Header != header).TakeLast(MostEntries - 1);
            _entries = [.. others, new Entry(header, hook, checkedWith, time.GetTimestamp())];
        }
    }

    private bool IsFresh(Entry entry) => ReferenceEquals(entry.Options, options.CurrentValue) && time.GetElapsedTime(entry.Since) < Lifetime;

    private sealed record Entry(string Header, string Hook, InboundOptions Options, long Since);
}
