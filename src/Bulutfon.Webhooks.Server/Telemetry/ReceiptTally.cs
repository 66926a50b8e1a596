using System.Collections.Concurrent;

namespace Bulutfon.Webhooks.Server.Telemetry;

/// <summary>
/// Counts what each hook received since the start. Safe and cheap from any thread: an accepted post costs two look-ups and
/// two additions.
/// </summary>
internal sealed class ReceiptTally
{
    private readonly ConcurrentDictionary<string, HookReceipts> _hooks = new(StringComparer.Ordinal);

    /// <summary>An event is committed, or was already (<paramref name="duplicate"/>).</summary>
    /// <param name="hook">Name of a configured hook; never a name that a client made up, for each is remembered.</param>
    /// <param name="eventType">Its canonical type.</param>
    /// <param name="duplicate">Whether the same event had been received before.</param>
    /// <param name="bytes">Size of the body.</param>
    /// <param name="receivedAt">When it arrived, in microseconds since the Unix epoch.</param>
    public void Accepted(string hook, string eventType, bool duplicate, int bytes, long receivedAt) =>
        Of(hook).Accepted(eventType, duplicate, bytes, receivedAt);

    /// <summary>A body was refused with a 4xx.</summary>
    /// <param name="hook">Name of a configured hook.</param>
    /// <param name="reason">Code of the problem, one of a fixed set.</param>
    public void Rejected(string hook, string reason) => Of(hook).Rejected(reason);

    /// <summary>An event could not be committed and was answered 503.</summary>
    /// <param name="hook">Name of a configured hook.</param>
    public void Failed(string hook) => Of(hook).Failed();

    /// <summary>The connection ended before all of the body had arrived: an event is lost.</summary>
    /// <param name="hook">Name of a configured hook.</param>
    public void CutOff(string hook) => Of(hook).CutOff();

    /// <summary>The counts of every hook since the start, ordered by name.</summary>
    public IReadOnlyList<ReceiptCounts> Read() => [.. ByName().Select(hook => hook.Read())];

    /// <summary>The counts of every hook that received something since the last call, ordered by name. For one caller.</summary>
    public IReadOnlyList<ReceiptCounts> Take() => [.. ByName().Select(hook => hook.Take()).Where(counts => counts.Any)];

    private IEnumerable<HookReceipts> ByName() => _hooks.OrderBy(hook => hook.Key, StringComparer.Ordinal).Select(hook => hook.Value);

    private HookReceipts Of(string hook) => _hooks.GetOrAdd(hook, static name => new(name));
}
