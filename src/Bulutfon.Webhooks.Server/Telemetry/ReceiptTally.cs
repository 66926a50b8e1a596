using System.Collections.Concurrent;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Counts what each hook received since the counts were last taken. Safe and cheap from any thread: an accepted post
/// costs one look-up and three additions.
/// </summary>
internal sealed class ReceiptTally
{
    private readonly ConcurrentDictionary<string, HookReceipts> _hooks = new(StringComparer.Ordinal);

    /// <summary>An event is committed, or was already (<paramref name="duplicate"/>).</summary>
    /// <param name="hook">Name of a configured hook; never a name that a client made up, for each is remembered.</param>
    /// <param name="duplicate">Whether the same event had been received before.</param>
    /// <param name="bytes">Size of the body.</param>
    public void Accepted(string hook, bool duplicate, int bytes) => Of(hook).Accepted(duplicate, bytes);

    /// <summary>A body was refused with a 4xx.</summary>
    /// <param name="hook">Name of a configured hook.</param>
    /// <param name="reason">Code of the problem, one of a fixed set.</param>
    public void Rejected(string hook, string reason) => Of(hook).Rejected(reason);

    /// <summary>An event could not be committed and was answered 503.</summary>
    /// <param name="hook">Name of a configured hook.</param>
    public void Failed(string hook) => Of(hook).Failed();

    /// <summary>Takes the counts of every hook that received something, ordered by name, and begins again at zero.</summary>
    public IReadOnlyList<ReceiptCounts> Take() =>
        [.. _hooks.OrderBy(hook => hook.Key, StringComparer.Ordinal).Select(hook => hook.Value.Take(hook.Key)).Where(counts => counts.Any)];

    private HookReceipts Of(string hook) => _hooks.GetOrAdd(hook, static _ => new());
}
